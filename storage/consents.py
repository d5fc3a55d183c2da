"""Signed consents and their withdrawals."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables.organisations import consents

ConsentKind = Literal["personal-data", "photo", "mentoring-duty"]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One signature; `withdrawn_on` None = in force."""

    id: int
    person_id: int
    kind: ConsentKind
    signed_on: date
    withdrawn_on: date | None


_COLUMNS = [consents.c[field.name] for field in fields(ConsentRow)]
_OF_PERSON = (
    select(*_COLUMNS).where(consents.c.person_id == bindparam("person")).order_by(consents.c.signed_on, consents.c.id)
)


def of_person(tx: Connection, person_id: int) -> list[ConsentRow]:
    """Everything the person ever signed, the oldest signature first."""
    return [ConsentRow(*row) for row in tx.execute(_OF_PERSON, {"person": person_id})]


def in_force(tx: Connection, person_id: int, kind: ConsentKind) -> list[ConsentRow]:
    """The signatures of a kind that are not withdrawn."""
    return [row for row in of_person(tx, person_id) if row.kind == kind and row.withdrawn_on is None]


def add(tx: Connection, *, person_id: int, kind: ConsentKind, signed_on: date, at: datetime) -> int:
    made = tx.execute(
        insert(consents)
        .values(person_id=person_id, kind=kind, signed_on=signed_on, recorded_at=at)
        .returning(consents.c.id)
    )
    return int(made.scalar_one())


def withdraw(tx: Connection, consent_ids: list[int], *, on: date) -> None:
    """Dates the withdrawal; the rows stay."""
    tx.execute(update(consents).where(consents.c.id.in_(consent_ids)).values(withdrawn_on=on))
