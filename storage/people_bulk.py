"""Many people of some organisations at once: to compare a file with, to store, to take back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, func, insert, select, update
from sqlmodel import SQLModel

from engine.search_keys import search_key
from storage.given import among
from storage.hot import Hot
from storage.tables.accounts import accounts
from storage.tables.journal import journal_entries
from storage.tables.organisations import consents, people, role_grants
from storage.tables.participants import profiles

_ORGANISATION = bindparam("organisation", type_=Integer)
_DETAILS = [column for column in profiles.c if column.name not in ("person_id", "version")]


@dataclass(frozen=True, slots=True)
class Stored:
    """A person with everything an import may change. `profile` empty: there is none yet."""

    id: int
    organisation_id: int
    name: str
    email: str
    kind: str
    position: str
    born: date | None
    hired: date | None
    key: str
    disabled: bool
    version: int
    account: bool
    profile: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that has no end or ends later: whose, which, where, for which minor."""

    person_id: int
    role: str
    organisation_id: int
    for_person_id: int | None


_STORED = Hot(
    select(
        people.c.id,
        people.c.organisation_id,
        people.c.name,
        people.c.email,
        people.c.kind,
        people.c.position,
        people.c.born,
        people.c.hired,
        people.c.search_key,
        people.c.disabled,
        people.c.version,
        accounts.c.person_id.is_not(None).label("account"),
        profiles.c.version.label("profile_version"),
        *_DETAILS,
    )
    .select_from(
        people.outerjoin(accounts, accounts.c.person_id == people.c.id).outerjoin(
            profiles, profiles.c.person_id == people.c.id
        )
    )
    .where(among(people.c.organisation_id, "organisations"))
    .order_by(people.c.id)
)
_HELD = Hot(
    select(
        role_grants.c.person_id, role_grants.c.role, role_grants.c.organisation_id, role_grants.c.for_person_id
    ).where(among(role_grants.c.organisation_id, "organisations"), role_grants.c.to_day.is_(None))
)
_SIGNED = Hot(
    select(consents.c.person_id, consents.c.withdrawn_on, consents.c.valid_to)
    .join(people, people.c.id == consents.c.person_id)
    .where(among(people.c.organisation_id, "organisations"), consents.c.kind == "personal-data")
)
_VERSIONS = Hot(select(people.c.id, people.c.version).where(among(people.c.id, "ids")))
_TOUCHED = Hot(
    select(journal_entries.c.subject)
    .where(
        journal_entries.c.organisation_id == _ORGANISATION,
        journal_entries.c.seq > bindparam("seq", type_=Integer),
        func.substr(journal_entries.c.subject, 1, 7) == "person:",
    )
    .distinct()
)


def stored(tx: Connection, organisation_ids: Collection[int]) -> list[Stored]:
    """Everybody of the organisations, those who are disabled, too."""
    found: list[Stored] = []
    for row in _STORED.all(tx, {"organisations": list(organisation_ids)}):
        details = {column.name: value for column, value in zip(_DETAILS, row[13:], strict=True)}
        values: tuple[Any, ...] = (*row[:11], bool(row[11]), details if row[12] is not None else {})
        found.append(Stored(*values))
    return found


def held(tx: Connection, organisation_ids: Collection[int]) -> list[Held]:
    return [Held(*row) for row in _HELD.all(tx, {"organisations": list(organisation_ids)})]


def signed(tx: Connection, organisation_ids: Collection[int], *, day: date) -> dict[int, bool]:
    """Who ever signed a consent to personal data, and whether one is in force on the day."""
    found: dict[int, bool] = {}
    for person_id, withdrawn_on, valid_to in _SIGNED.all(tx, {"organisations": list(organisation_ids)}):
        holds = withdrawn_on is None and (valid_to is None or day <= valid_to)
        found[person_id] = found.get(person_id, False) or holds
    return found


def add_people(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Stores organisation, name, address, kind, position and, after a consent, the dates; the ids in the order of the
    rows.
    """
    fixed: dict[str, Any] = {
        "language": "ru",
        "address_fault": "",
        "disabled": False,
        "version": 1,
    }
    made = [{**fixed, "born": None, "hired": None, **row, "search_key": search_key(row["name"])} for row in rows]
    if not made:
        return []
    return list(tx.execute(insert(people).returning(people.c.id, sort_by_parameter_order=True), made).scalars())


def add_grants(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Roles without an end; the ids in the order of the rows."""
    fixed: dict[str, Any] = {"to_day": None, "deputy_of_id": None, "for_person_id": None}
    if not rows:
        return []
    made = [{**fixed, **row} for row in rows]
    adding = insert(role_grants).returning(role_grants.c.id, sort_by_parameter_order=True)
    return list(tx.execute(adding, made).scalars())


def add_consents(tx: Connection, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> list[int]:
    """Consents to personal data, confirmed by the file's word; the ids in the order of the rows."""
    fixed: dict[str, Any] = {"kind": "personal-data", "recorded_at": at, "scan": "", "terms": {}}
    if not rows:
        return []
    adding = insert(consents).returning(consents.c.id, sort_by_parameter_order=True)
    return list(tx.execute(adding, [{**fixed, **row} for row in rows]).scalars())


def add_profiles(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Profiles of people who have none."""
    empty: dict[str, Any] = {column.name: "" for column in _DETAILS}
    empty |= {"needs": [], "competences": [], "interests": [], "capacity": None, "entered_on": None, "version": 1}
    if rows:
        tx.execute(insert(profiles), [{**empty, **row} for row in rows])


def change_people(tx: Connection, changes: Iterable[tuple[int, int, Mapping[str, Any]]]) -> None:
    """(id, version, new values): one statement for all that change the same columns."""
    _change_each(tx, people, people.c.id, changes)


def change_profiles(tx: Connection, changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """(person, new values) of people who have a profile."""
    for person_id, values in changes:
        tx.execute(
            update(profiles).where(profiles.c.person_id == person_id).values(**values, version=profiles.c.version + 1)
        )


def versions(tx: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """By id; whoever is no longer there is left out."""
    return dict(_VERSIONS.all(tx, {"ids": list(person_ids)})) if person_ids else {}


def touched_since(tx: Connection, organisation_id: int, seq: int) -> set[int]:
    """People about whom the organisation's journal has a line after `seq`."""
    found = _TOUCHED.all(tx, {"organisation": organisation_id, "seq": seq})
    return {int(number) for (subject,) in found if (number := subject.removeprefix("person:")).isdigit()}


def leaned_on(tx: Connection, person_ids: Collection[int], *, but: Mapping[str, Collection[int]]) -> set[int]:
    """Those of the people to whom any row of any table refers; `but`: ids of rows by table that do not count."""
    found: set[int] = set()
    wanted = list(person_ids)
    for table in SQLModel.metadata.sorted_tables:
        ignored = set(but.get(table.name, ()))
        for key in table.foreign_keys:
            if key.column.table is not people or not wanted:
                continue
            own = table.c.get("id", key.parent)
            rows = tx.execute(select(key.parent, own).where(among(key.parent, "ids")), {"ids": wanted})
            found.update(person for person, row in rows if row not in ignored)
    return found


def delete_people(tx: Connection, person_ids: Collection[int]) -> None:
    """The people with their profiles; whatever else refers to them must be gone."""
    if person_ids:
        tx.execute(delete(profiles).where(among(profiles.c.person_id, "ids")), {"ids": list(person_ids)})
        tx.execute(delete(people).where(among(people.c.id, "ids")), {"ids": list(person_ids)})


def delete_profiles(tx: Connection, person_ids: Collection[int]) -> None:
    if person_ids:
        tx.execute(delete(profiles).where(among(profiles.c.person_id, "ids")), {"ids": list(person_ids)})


def delete_grants(tx: Connection, grant_ids: Collection[int]) -> None:
    if grant_ids:
        tx.execute(delete(role_grants).where(among(role_grants.c.id, "ids")), {"ids": list(grant_ids)})


def delete_consents(tx: Connection, consent_ids: Collection[int]) -> None:
    if consent_ids:
        tx.execute(delete(consents).where(among(consents.c.id, "ids")), {"ids": list(consent_ids)})


def _change_each(tx: Connection, table: Any, key: Any, changes: Iterable[tuple[int, int, Mapping[str, Any]]]) -> None:
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, version, values in changes:
        new = dict(values)
        if "name" in new:
            new["search_key"] = search_key(new["name"])
        by_columns.setdefault(tuple(sorted(new)), []).append({**new, "of_id": row_id, "of_version": version})
    for columns, rows in by_columns.items():
        changing = (
            update(table)
            .where(key == bindparam("of_id"), table.c.version == bindparam("of_version"))
            .values({name: bindparam(name) for name in columns} | {"version": table.c.version + 1})
        )
        tx.execute(changing, rows)
