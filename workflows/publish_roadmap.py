"""A live roadmap is handed down: offered to chosen organisations below, which answer each for itself."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, organisations, publications, roadmaps
from workflows.access import forbidden, sees, unknown
from workflows.offer_rows import offer_rows


@dataclass(frozen=True, slots=True)
class Published:
    """`fresh`: offers that wait for an answer now; `standing`: organisations that had this offer already."""

    roadmap_id: int
    fresh: tuple[int, ...]
    standing: int


def publish_roadmap(
    tx: Connection,
    *,
    by: By,
    roadmap_id: int,
    to: Collection[int] = (),
    rows: Collection[int] | None = None,
) -> Published | Refused:
    """Offer a roadmap, or some of its rows, to organisations below; without `to` to every school there.

    Each office gets one letter and one question. Nothing appears in anybody's roadmap before he takes it. Raises
    BadInput for an organisation that does not lie below and for a row of another roadmap.
    """
    roadmap = roadmaps.get(tx, roadmap_id)
    if roadmap is None or not sees(tx, by, roadmap.organisation_id):
        raise unknown("roadmap", roadmap_id)
    if (no := forbidden(tx, by, "roadmap.publish", roadmap.organisation_id)) is not None:
        return no
    place = organisations.by_id(tx, roadmap.organisation_id)
    assert place is not None  # noqa: S101  # a roadmap belongs to an organisation
    below = publications.targets(tx, place.path)
    wanted = sorted(to) if to else [one.id for one in below if one.kind == "school"]
    if strange := sorted(set(wanted) - {one.id for one in below}):
        raise unknown("--to", strange[0])
    live = {one.row.id for one in roadmaps.live_items(tx, roadmap_id)}
    if strange := sorted(set(rows or ()) - live):
        raise unknown("--row", strange[0])
    if (no := _nothing_to_offer(wanted, live if rows is None else rows)) is not None:
        return no
    made = offer_rows(tx, by=by, roadmap=roadmap, to=wanted, rows=rows)
    journal.append(
        tx,
        organisation_id=roadmap.organisation_id,
        by=by,
        verb="roadmap.publish",
        subject=f"roadmap:{roadmap_id}",
        facts={"to": wanted, "rows": None if rows is None else sorted(rows)},
    )
    return Published(roadmap_id, made.fresh, made.standing)


def _nothing_to_offer(to: Collection[int], rows: Collection[int]) -> Refused | None:
    if not to:
        return Refused(
            (
                Reason(
                    "organisations",
                    Words("Ниже нет школ, которым её предложить", "There is no school below to offer it to"),
                    Words("Сначала добавьте школы или выберите организации", "Add schools first, or choose others"),
                ),
            )
        )
    if not rows:
        return Refused(
            (
                Reason(
                    "rows",
                    Words("Не выбрано ни одного пункта", "No row is chosen"),
                    Words("Отметьте пункты, которые относятся к школам", "Tick the rows that concern the schools"),
                ),
            )
        )
    return None
