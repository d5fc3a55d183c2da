"""The stage: a database, a clock and the ids behind the names that the script calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from nastavnik.demo.clock import PlayedClock
from nastavnik.demo.sign_ins import SignIn
from storage.database import Database
from storage.organisations import OrganisationRow

T = TypeVar("T")
ZONE = ZoneInfo("Europe/Kirov")


class OutOfScriptError(Exception):
    """A flow refused what the script takes for possible, or the other way round: the script or a flow is wrong."""


class _Back(Exception):  # noqa: N818  # how a refused flow leaves its transaction, as in the shell
    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


@dataclass(slots=True)
class Stage:
    """What the acts need. People are known by surname, organisations by slug, pairs by the script's name for them.

    `homes` tells whose somebody is, `mentors` who leads a pair now, `heads`, `curators` and `deputies` who runs a
    school and its mentoring, a deputy with his first and last day; `events` are known by school and title, `matches`
    are the newest proposals of pairs, by school; `signed` are consents, by surname and kind, `sign_ins` those who are
    shown how to sign in.
    """

    database: Database
    clock: PlayedClock
    people: dict[str, int] = field(default_factory=dict[str, int])
    homes: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, OrganisationRow] = field(default_factory=dict[str, OrganisationRow])
    programmes: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    roadmaps: dict[str, int] = field(default_factory=dict[str, int])
    surveys: dict[tuple[str, str, str], int] = field(default_factory=dict[tuple[str, str, str], int])
    pairs: dict[str, int] = field(default_factory=dict[str, int])
    mentors: dict[str, str] = field(default_factory=dict[str, str])
    heads: dict[str, str] = field(default_factory=dict[str, str])
    curators: dict[str, str] = field(default_factory=dict[str, str])
    deputies: dict[str, tuple[str, date, date]] = field(default_factory=dict[str, tuple[str, date, date]])
    events: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    matches: dict[str, int] = field(default_factory=dict[str, int])
    signed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    sign_ins: list[SignIn] = field(default_factory=list[SignIn])

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(ZONE).date()

    def curator(self, school: str) -> str:
        """The surname of whoever does the curator's work in a school today."""
        deputy, since, until = self.deputies.get(school, ("", date.max, date.max))
        return deputy if since <= self.today <= until else self.curators[school]

    def ask(self, who: str | None, flow: Callable[..., T | Refused], **given: object) -> T | Refused:
        """One flow in one transaction, done by somebody (None = the operator). A refusal stores nothing."""
        by = By(at=self.clock.now(), person_id=None if who is None else self.people[who])
        try:
            with self.database.write() as tx:
                found = flow(tx, by=by, **given)
                if isinstance(found, Refused):
                    raise _Back(found)
        except _Back as back:
            return back.refused
        return found

    def do(self, who: str | None, flow: Callable[..., T | Refused], **given: object) -> T:
        """The same for what the script takes for possible. Raises OutOfScriptError."""
        found = self.ask(who, flow, **given)
        if isinstance(found, Refused):
            why = "; ".join(reason.reason.ru for reason in found.reasons)
            raise OutOfScriptError(f"{self.today}, {who}: {flow.__name__}: {why}")
        return found

    def read(self, query: Callable[[Connection], T]) -> T:
        with self.database.read() as tx:
            return query(tx)


def instant(day: date, clock: str) -> datetime:
    """A moment of the played district: `clock` is its local time, as in `09:30`."""
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=ZONE)
