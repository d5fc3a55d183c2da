"""A template becomes an organisation's live roadmap."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past
from engine.refusals import Reason, Refused
from engine.roadmaps import shifted
from engine.words import Words
from storage import journal, roadmaps
from workflows.access import forbidden
from workflows.definitions.roadmap_files import template
from workflows.local_life import local_life
from workflows.make_roadmap_live import Applied, make_live

__all__ = ["Applied", "already_live", "apply_roadmap"]


def apply_roadmap(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    template_key: str,
    past: Past = "open",
    start: date | None = None,
    past_of: Mapping[str, Past] | None = None,
) -> Applied | Refused:
    """Make the rows of a built-in template live; `start` re-dates it by whole months to another first day.

    `past` says what becomes of days that have passed already, `past_of` says it for rows by their key.
    Rows without a date and rows nobody is responsible for become questions to the curator, due five working days
    later. Refused when the same plan of the same period is live already. Raises BadInput for an unknown template.
    """
    chosen = template(template_key)
    if (no := forbidden(tx, by, "roadmap.apply", organisation_id)) is not None:
        return no
    if start is not None:
        chosen = shifted(chosen, start)
    life = local_life(tx, organisation_id)
    if (same := roadmaps.same(tx, organisation_id, template_key, starts=chosen.period.start)) is not None:
        return already_live(same)
    made = make_live(tx, chosen, by=by, life=life, past=past, past_of=past_of)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="roadmap.apply",
        subject=f"roadmap:{made.roadmap_id}",
        facts={"template": template_key, "past": past, "start": str(chosen.period.start), "items": len(chosen.items)}
        | ({"past_of": dict(past_of)} if past_of else {}),
    )
    return made


def already_live(roadmap_id: int) -> Refused:
    """Applying a plan twice would remind everybody twice."""
    return Refused(
        (
            Reason(
                "roadmap",
                Words(
                    f"Эта дорожная карта на этот период уже действует (id {roadmap_id})",
                    f"This roadmap is live for this period already (id {roadmap_id})",
                ),
                Words(
                    f"Посмотрите её: nastavnik roadmap show {roadmap_id}; для другого года добавьте --start",
                    f"See it: nastavnik roadmap show {roadmap_id}; for another year add --start",
                ),
            ),
        )
    )
