"""A reviewed draft comes into force: as a roadmap of its own, or as the correction of the one it was made for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past
from engine.refusals import BadInput, ChangedMeanwhile, Reason, Refused
from engine.words import Words
from storage import journal, roadmap_imports, roadmaps
from workflows.apply_roadmap import already_live
from workflows.correct_roadmap import Corrected, correct_roadmap
from workflows.make_roadmap_live import make_live
from workflows.roadmap_import_at_hand import ImportAtHand, beside, headings_of, not_a_draft, take_import


@dataclass(frozen=True, slots=True)
class Accepted:
    """`corrected` None: a new roadmap. `questions` were put to the curator."""

    import_id: int
    roadmap_id: int
    items: int
    indicators: int
    questions: int
    corrected: Corrected | None = None


def accept_import(
    tx: Connection,
    *,
    by: By,
    import_id: int,
    past: Past = "open",
    past_of: Mapping[str, Past] | None = None,
    version: int | None = None,
) -> Accepted | Refused:
    """Make the draft live. What nobody has answered becomes questions to the curator.

    `past` says what becomes of days that have passed already, `past_of` says it for rows by their name in the review;
    `version` is the draft's when it was looked through. Raises BadInput while the period is not known.
    """
    at_hand = take_import(tx, by=by, import_id=import_id, verb="roadmap.import")
    if at_hand.refused is not None:
        return at_hand.refused
    if (no := not_a_draft(at_hand.row) or _nothing_left(at_hand)) is not None:
        return no
    if version is not None and version != at_hand.row.version:
        raise ChangedMeanwhile(at_hand.subject)
    if at_hand.review.period is None:
        raise BadInput(
            "from",
            "Период карты не указан: впишите первый и последний день (--period-from, --period-to)",
            "The period of the roadmap is not known: give its first and last day (--period-from, --period-to)",
        )
    if at_hand.row.roadmap_id is not None:
        return _corrected(tx, at_hand, by=by, past=past)
    return _new(tx, at_hand, by=by, past=past, past_of=past_of or {})


def _new(
    tx: Connection, at_hand: ImportAtHand, *, by: By, past: Past, past_of: Mapping[str, Past]
) -> Accepted | Refused:
    made = at_hand.made()
    chosen = made.template
    if (same := roadmaps.same(tx, at_hand.life.organisation_id, chosen.key, starts=chosen.period.start)) is not None:
        return already_live(same)
    keys = {row.name: item.key for row, item in zip(made.rows, chosen.items, strict=True)}
    live = make_live(
        tx,
        chosen,
        by=by,
        life=at_hand.life,
        past=past,
        past_of={keys[name]: said for name, said in past_of.items() if name in keys},
        beside={keys[row.name]: beside(row) for row in made.rows},
        heading=headings_of(at_hand.review),
    )
    roadmap_imports.change(tx, at_hand.row, roadmap_id=live.roadmap_id, state="accepted", accepted_at=by.at)
    journal.append(
        tx,
        organisation_id=at_hand.row.organisation_id,
        by=by,
        verb="roadmap.import",
        subject=f"roadmap:{live.roadmap_id}",
        facts=_facts(at_hand) | {"past": past, "items": live.items, "questions": live.questions},
        words={"title": chosen.title.ru},
    )
    return Accepted(at_hand.row.id, live.roadmap_id, live.items, live.indicators, live.questions)


def _corrected(tx: Connection, at_hand: ImportAtHand, *, by: By, past: Past) -> Accepted | Refused:
    done = correct_roadmap(tx, at_hand, by=by, past=past)
    if isinstance(done, Refused):
        return done
    roadmap_imports.change(tx, at_hand.row, state="accepted", accepted_at=by.at, before=done.before)
    journal.append(
        tx,
        organisation_id=at_hand.row.organisation_id,
        by=by,
        verb="roadmap.correct",
        subject=f"roadmap:{done.roadmap_id}",
        facts=_facts(at_hand)
        | {"added": done.added, "changed": done.changed, "gone": done.gone, "same": done.same, "moved": done.moved},
        words={"title": at_hand.review.title},
    )
    return Accepted(
        at_hand.row.id,
        done.roadmap_id,
        done.added + done.changed + done.same,
        len(at_hand.review.read.indicators),
        done.questions,
        done,
    )


def _facts(at_hand: ImportAtHand) -> dict[str, object]:
    row = at_hand.row
    edits = {part: sorted(changed) for part, changed in row.edits.items() if changed}
    return {"import": row.id, "kind": row.kind, "sha256": row.sha256, "edits": edits}


def _nothing_left(at_hand: ImportAtHand) -> Refused | None:
    """Every row was thrown out: that is no roadmap."""
    if at_hand.review.live:
        return None
    why = Words("В черновике не осталось ни одного пункта", "No row is left in the draft")
    return Refused((Reason("rows", why, Words("Верните хотя бы один пункт", "Take at least one row back")),))
