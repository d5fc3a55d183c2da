"""What would go on one future day, as a page shows it: by the code of the tick, with whom and of what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.reminders.ladder import at_local
from engine.words import Words
from storage import letter_desk, letter_list, obligations, overdue_tree
from storage.organisations import OrganisationRow
from storage.scope import Scope
from workflows.forecast_letters import Foreseen, forecast_letters

MOST_OWED = 8_000
"""So many open obligations are looked through at once; above a school with more one chooses a school."""
_FURTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class ForeseenDuty:
    """A reminder in a letter to come."""

    obligation_id: int
    title: str
    number: str
    item_id: int | None
    pair_id: int | None
    pair_number: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ForeseenLetter:
    """`reader`: the name where people have names, "" where not."""

    at: datetime
    letter: str
    person_id: int
    reader: str
    duties: tuple[ForeseenDuty, ...]


@dataclass(frozen=True, slots=True)
class ForeseenDay:
    """`branches`: where to look instead when there is too much here (then `letters` are empty)."""

    day: date
    letters: tuple[ForeseenLetter, ...]
    branches: tuple[tuple[str, Words], ...] = ()


def foresee_day(
    tx: Connection, place: OrganisationRow, *, day: date, named: Callable[[str], bool], now: datetime
) -> ForeseenDay:
    """The letters of a local day of the place, if nothing is done or moved until then. Nothing is stored."""
    branches = overdue_tree.children(tx, place.id)
    if branches and letter_list.open_number(tx, place.path) > MOST_OWED:
        return ForeseenDay(day, (), tuple((path, Words(name, name)) for _, path, name, _ in branches))
    zone = ZoneInfo(place.timezone)
    today = now.astimezone(zone).date()
    since = max(at_local(day, time(), zone), now) if day == today else at_local(day, time(), zone)
    until = at_local(day + timedelta(days=1), time(), zone)
    if not today <= day <= today + _FURTHEST:
        return ForeseenDay(day, ())
    found = forecast_letters(tx, Scope(paths=(place.path,)), now=now, since=since, until=until)
    return ForeseenDay(day, _named(tx, found, named))


def _named(tx: Connection, found: list[Foreseen], named: Callable[[str], bool]) -> tuple[ForeseenLetter, ...]:
    homes = letter_desk.people_of(tx, {one.person_id for one in found})
    paths = letter_list.paths(tx, {row.organisation_id for row in homes.values()})
    wanted = {key for one in found for key, _ in one.reminders}
    rows = {row.id: row for row in obligations.listed(tx, sorted(wanted))}

    def duty(key: int) -> ForeseenDuty:
        row = rows[key]
        return ForeseenDuty(
            key, row.title, row.item_number or "", row.item_id, row.pair_id, row.pair_number, row.due_on
        )

    def reader(person_id: int) -> str:
        row = homes.get(person_id)
        return row.name if row is not None and named(paths[row.organisation_id]) else ""

    return tuple(
        ForeseenLetter(
            one.at, one.letter, one.person_id, reader(one.person_id), tuple(duty(key) for key, _ in one.reminders)
        )
        for one in found
    )
