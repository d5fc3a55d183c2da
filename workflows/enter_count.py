"""Somebody enters a number that cannot be computed: children of the area, enterprises, people at a council."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.indicators.counting import counting, faults
from engine.refusals import BadInput, Refused
from storage import figures, journal, organisations
from workflows.access import forbidden, unknown
from workflows.figures_at_hand import check_year
from workflows.item_at_hand import take_item
from workflows.plain_text import plain_text

_BIGGEST = 1_000_000_000
_LONGEST_SOURCE = 500


@dataclass(frozen=True, slots=True)
class CountEntered:
    """`whole`: out of how many; None: it was not told. `item`: the row it is about."""

    id: int
    org: str
    what: str
    year: int
    value: int
    whole: int | None
    item: int | None


def enter_count(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    what: str,
    year: int,
    value: int,
    words: str,
    whole: int | None = None,
    item_id: int | None = None,
) -> CountEntered | Refused:
    """Keep the number with where it was taken from; it is in force from now on, the one before stays on record.

    Raises BadInput for a year or a number nobody means, more than the whole, no source, or an unknown row.
    """
    place = organisations.by_id(tx, organisation_id)
    if place is None:
        raise unknown("organisation")
    if (no := forbidden(tx, by, "count.enter", organisation_id)) is not None:
        return no
    for ru, en in faults(counting("entered", what=what)):
        raise BadInput("what", f"what: {ru}", f"what: {en}")
    _check(year, value, whole)
    source = plain_text(words, "source", longest=_LONGEST_SOURCE)
    if (
        item_id is not None
        and take_item(tx, by=by, item_id=item_id, verb="count.enter").row.organisation_id != place.id
    ):
        raise unknown("item", item_id)
    made = figures.enter(
        tx,
        {
            "organisation_id": organisation_id,
            "item_id": item_id,
            "measure": what,
            "year": year,
            "value": value,
            "whole": whole,
            "words": source,
            "actor_id": by.person_id,
            "at": by.at,
        },
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="count.enter",
        subject=f"item:{item_id}" if item_id is not None else f"organisation:{organisation_id}",
        facts={"count": made, "what": what, "year": year, "value": value, "whole": whole},
        words={"source": source},
    )
    return CountEntered(made, place.path, what, year, value, whole, item_id)


def _check(year: int, value: int, whole: int | None) -> None:
    check_year(year, "year")
    for field, number in (("value", value), ("whole", whole)):
        if number is not None and not 0 <= number <= _BIGGEST:
            raise BadInput(field, f"{field}: число от 0 до миллиарда", f"{field}: a number from 0 to a billion")
    if whole is not None and value > whole:
        raise BadInput("value", f"value: {value} больше, чем {whole}", f"value: {value} is more than {whole}")
