"""Signed consents, their withdrawals, and the questions to the curator that stand on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, or_, select, update

from engine.consents import Signature
from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import consents
from storage.tables.participants import profiles
from storage.tables.roadmaps import tasks

ConsentKind = Literal["personal-data", "photo", "mentoring-duty"]
ClockKind = Literal["erase", "unpublish", "release", "renew"]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One signature; `withdrawn_on` None = not withdrawn.

    `definition_id` is the version of text that was signed, `scan` the stored name of the signed paper ("" = by word),
    `valid_to` its last day, `terms` those of the duty of mentoring. `destroy_by`: the last day to do what a
    withdrawal asks for, `destroyed_on` when it was done.
    """

    id: int
    person_id: int
    kind: ConsentKind
    signed_on: date
    withdrawn_on: date | None
    recorded_at: datetime
    definition_id: int | None = None
    signed_by_id: int | None = None
    scan: str = ""
    valid_to: date | None = None
    terms: Mapping[str, str] = field(default_factory=dict[str, str])
    destroy_by: date | None = None
    destroyed_on: date | None = None

    @property
    def signature(self) -> Signature:
        """As the rules of the engine look at it."""
        return Signature(
            self.id,
            self.kind,
            self.signed_on,
            withdrawn_on=self.withdrawn_on,
            valid_to=self.valid_to,
            text_id=self.definition_id,
            terms=self.terms,
        )


_COLUMNS = [consents.c[one.name] for one in fields(ConsentRow)]
_OF_PERSON = (
    select(*_COLUMNS).where(consents.c.person_id == bindparam("person")).order_by(consents.c.signed_on, consents.c.id)
)
_OF_PEOPLE = Hot(
    select(*_COLUMNS).where(among(consents.c.person_id, "people")).order_by(consents.c.signed_on, consents.c.id)
)
_BY_IDS = Hot(select(*_COLUMNS).where(among(consents.c.id, "ids")).order_by(consents.c.id))


def holding(day: "ColumnElement[date] | date") -> ColumnElement[bool]:
    """The condition that a consent is in force on a day: not withdrawn, its term not over."""
    return and_(consents.c.withdrawn_on.is_(None), or_(consents.c.valid_to.is_(None), consents.c.valid_to >= day))


def by_ids(tx: Connection, consent_ids: Collection[int]) -> list[ConsentRow]:
    return [ConsentRow(*row) for row in _BY_IDS.all(tx, {"ids": list(consent_ids)})] if consent_ids else []


def of_person(tx: Connection, person_id: int) -> list[ConsentRow]:
    """Everything the person ever signed, the oldest signature first."""
    return [ConsentRow(*row) for row in tx.execute(_OF_PERSON, {"person": person_id})]


def of_people(tx: Connection, person_ids: Collection[int]) -> dict[int, list[ConsentRow]]:
    """The same for many at once."""
    found: dict[int, list[ConsentRow]] = {}
    for row in _OF_PEOPLE.all(tx, {"people": list(person_ids)}) if person_ids else ():
        found.setdefault(row[1], []).append(ConsentRow(*row))
    return found


def in_force(tx: Connection, person_id: int, kind: ConsentKind, *, day: date | None = None) -> list[ConsentRow]:
    """The signatures of a kind that are not withdrawn; with `day` also without those whose term is over by then."""
    return [
        row
        for row in of_person(tx, person_id)
        if row.kind == kind
        and row.withdrawn_on is None
        and (day is None or row.valid_to is None or day <= row.valid_to)
    ]


def add(
    tx: Connection,
    *,
    person_id: int,
    kind: ConsentKind,
    signed_on: date,
    at: datetime,
    definition_id: int | None = None,
    signed_by_id: int | None = None,
    scan: str = "",
    valid_to: date | None = None,
    terms: Mapping[str, str] | None = None,
) -> int:
    made = tx.execute(
        insert(consents)
        .values(
            person_id=person_id,
            kind=kind,
            signed_on=signed_on,
            recorded_at=at,
            definition_id=definition_id,
            signed_by_id=signed_by_id,
            scan=scan,
            valid_to=valid_to,
            terms=dict(terms or {}),
        )
        .returning(consents.c.id)
    )
    return int(made.scalar_one())


def withdraw(tx: Connection, consent_ids: list[int], *, on: date, destroy_by: date | None = None) -> None:
    """Dates the withdrawal and the last day to do what it asks for; the rows stay."""
    tx.execute(update(consents).where(consents.c.id.in_(consent_ids)).values(withdrawn_on=on, destroy_by=destroy_by))


def recorded_at(tx: Connection, at: datetime, *, kind: str, people: Collection[int]) -> list[int]:
    """The records of one moment about some people: what was recorded in one go."""
    found = select(consents.c.id).where(
        consents.c.recorded_at == at, consents.c.kind == kind, consents.c.person_id.in_(sorted(people))
    )
    return list(tx.execute(found.order_by(consents.c.id)).scalars())


def keep_scan(tx: Connection, consent_id: int, scan: str) -> None:
    tx.execute(update(consents).where(consents.c.id == consent_id).values(scan=scan))


def destroyed(tx: Connection, consent_ids: Collection[int], *, on: date) -> None:
    """What a withdrawal asked for is done: the data are gone, the photos taken down."""
    tx.execute(update(consents).where(consents.c.id.in_(sorted(consent_ids))).values(destroyed_on=on))


def take_back(tx: Connection, consent_ids: Collection[int]) -> None:
    """Forgets records made by mistake; the questions about them stay, closed, about nobody."""
    ids = sorted(consent_ids)
    tx.execute(update(tasks).where(tasks.c.consent_id.in_(ids)).values(consent_id=None))
    tx.execute(delete(consents).where(consents.c.id.in_(ids)))


def clocks(
    tx: Connection, consent_ids: Iterable[int], *, kind: ClockKind, running: bool = True
) -> Sequence[tuple[int, int, date | None]]:
    """(task, consent, the day it was closed) of the questions about consents; `running` = the open ones only."""
    ids = sorted(consent_ids)
    if not ids:
        return []
    wanted = select(tasks.c.id, tasks.c.consent_id, tasks.c.done_on).where(
        tasks.c.consent_id.in_(ids), tasks.c.kind == kind
    )
    if running:
        wanted = wanted.where(tasks.c.done_on.is_(None))
    return [(row[0], row[1], row[2]) for row in tx.execute(wanted.order_by(tasks.c.id))]


def reopen_clock(tx: Connection, task_id: int) -> None:
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(done_on=None))


def has_profile(tx: Connection, person_id: int) -> bool:
    """Whether fields of the registers are kept about somebody."""
    return tx.execute(select(profiles.c.person_id).where(profiles.c.person_id == person_id)).first() is not None
