"""Participants: who they are, and where they belong."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from engine.refusals import ChangedMeanwhile
from engine.search_keys import search_key
from engine.words import Language
from storage.tables.organisations import organisations, people

PersonKind = Literal["staff", "pupil", "student", "employer"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One participant with the path of the organisation. `born` and `hired` are empty before the consent.

    `address_fault` is what a mail server said about the address; empty = nothing bad is known.
    """

    id: int
    organisation_id: int
    name: str
    email: str
    kind: PersonKind
    position: str
    born: date | None
    hired: date | None
    address_fault: str
    disabled: bool
    version: int
    org_path: str


_COLUMNS = [
    *(people.c[field.name] for field in fields(PersonRow) if field.name != "org_path"),
    organisations.c.path,
]
_PEOPLE = select(*_COLUMNS).join(organisations, organisations.c.id == people.c.organisation_id)
_BY_ID = _PEOPLE.where(people.c.id == bindparam("id"))
_BY_EMAIL = _PEOPLE.where(func.lower(people.c.email) == bindparam("email"), people.c.disabled.is_(False))
_NAMESAKES = _PEOPLE.where(
    people.c.organisation_id == bindparam("organisation"), people.c.search_key == bindparam("key")
)


def by_id(tx: Connection, person_id: int) -> PersonRow | None:
    row = tx.execute(_BY_ID, {"id": person_id}).first()
    return None if row is None else PersonRow(*row)


def by_email(tx: Connection, email: str) -> list[PersonRow]:
    """Everybody who may act and has this address, in any case of letters. A family may share one."""
    return [PersonRow(*row) for row in tx.execute(_BY_EMAIL, {"email": email.lower()})]


def namesakes(tx: Connection, *, organisation_id: int, name: str) -> list[PersonRow]:
    """People of the organisation whose name reads the same (case, ё, spaces and look-alike letters set aside)."""
    found = tx.execute(_NAMESAKES, {"organisation": organisation_id, "key": search_key(name)})
    return [PersonRow(*row) for row in found]


def listing(
    tx: Connection, *, visible: ColumnElement[bool], after: int = 0, most: int | None = None
) -> list[PersonRow]:
    """The visible people, by organisation and then by name as Russians sort it; with `most` a page by id, beginning
    after one."""
    wanted = _PEOPLE.where(visible)
    if most is None:
        wanted = wanted.order_by(organisations.c.path, people.c.search_key, people.c.id)
    else:
        wanted = wanted.where(people.c.id > after).order_by(people.c.id).limit(most)
    return [PersonRow(*row) for row in tx.execute(wanted)]


def add(tx: Connection, *, organisation_id: int, name: str, email: str, kind: PersonKind, position: str) -> int:
    """Stores what may be stored before a consent and returns the id."""
    made = tx.execute(
        insert(people)
        .values(
            organisation_id=organisation_id,
            name=name,
            email=email,
            kind=kind,
            position=position,
            search_key=search_key(name),
            language="ru",
            address_fault="",
            disabled=False,
            version=1,
        )
        .returning(people.c.id)
    )
    return int(made.scalar_one())


def change(tx: Connection, person: PersonRow, values: Mapping[str, Any]) -> None:
    """Stores new values of columns. A new name is found by search, a new address is tried afresh.

    Raises ChangedMeanwhile when the row is not the one that was read.
    """
    stored = dict(values)
    if "name" in stored:
        stored["search_key"] = search_key(stored["name"])
    if "email" in stored:
        stored["address_fault"] = ""
    changed = tx.execute(
        update(people)
        .where(people.c.id == person.id, people.c.version == person.version)
        .values(**stored, version=person.version + 1)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"person:{person.id}")


def set_language(tx: Connection, person_id: int, language: Language) -> None:
    """The language of the person's pages and letters."""
    tx.execute(update(people).where(people.c.id == person_id).values(language=language))


def flag_address(tx: Connection, person_id: int, *, fault: str) -> None:
    """Note that a server said the person's address does not exist; a new address clears it."""
    tx.execute(update(people).where(people.c.id == person_id).values(address_fault=fault))
