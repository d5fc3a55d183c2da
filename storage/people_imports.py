"""Files of people between their check, their loading and a change of mind."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, literal, or_, select, union, update

from engine.refusals import ChangedMeanwhile
from engine.striking import Strike
from storage.tables.organisations import organisations
from storage.tables.participants import people_imports, transfers


@dataclass(frozen=True, slots=True)
class PeopleImportRow:
    """One file. `told` holds its rows until they are loaded or dropped, `made` what loading did."""

    id: int
    organisation_id: int
    sha256: str
    size: int
    told: list[dict[str, Any]]
    made: list[dict[str, Any]]
    state: str
    created_at: datetime
    loaded_at: datetime | None
    actor_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import as a list shows it."""

    id: int
    organisation_id: int
    state: str
    created_at: datetime
    loaded_at: datetime | None
    organisation: str
    path: str
    timezone: str
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class LaterImport:
    """A file loaded since, and whom it touched."""

    organisation_id: int
    people: frozenset[int]


_COLUMNS = [people_imports.c[field.name] for field in fields(PeopleImportRow)]
_BY_ID = select(*_COLUMNS).where(people_imports.c.id == bindparam("id"))
_LINE = [
    *(people_imports.c[name] for name in ("id", "organisation_id", "state", "created_at", "loaded_at")),
    organisations.c.name,
    organisations.c.path,
    organisations.c.timezone,
    people_imports.c.actor_id,
]


def get(tx: Connection, import_id: int) -> PeopleImportRow | None:
    row = tx.execute(_BY_ID, {"id": import_id}).first()
    return None if row is None else PeopleImportRow(*row)


def add(
    tx: Connection,
    *,
    organisation_id: int,
    sha256: str,
    size: int,
    told: list[dict[str, Any]],
    at: datetime,
    actor_id: int | None,
) -> int:
    made = tx.execute(
        insert(people_imports)
        .values(
            organisation_id=organisation_id,
            sha256=sha256,
            size=size,
            told=told,
            made=[],
            state="checked",
            created_at=at,
            loaded_at=None,
            actor_id=actor_id,
            version=1,
        )
        .returning(people_imports.c.id)
    )
    return int(made.scalar_one())


def change(tx: Connection, row: PeopleImportRow, **values: Any) -> None:
    """Raises ChangedMeanwhile when somebody else saved it since it was read."""
    changed = tx.execute(
        update(people_imports)
        .where(people_imports.c.id == row.id, people_imports.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"people-import:{row.id}")


def checked(tx: Connection, *, organisation_id: int, sha256: str, actor_id: int | None) -> int | None:
    """The same file of the same sender, checked and not yet loaded; None when there is none."""
    found: int | None = tx.execute(
        select(func.max(people_imports.c.id)).where(
            people_imports.c.organisation_id == organisation_id,
            people_imports.c.sha256 == sha256,
            people_imports.c.state == "checked",
            people_imports.c.actor_id.is_not_distinct_from(actor_id),
        )
    ).scalar()
    return found


def forget(tx: Connection, person_id: int, *, organisation_id: int, strike: Strike | None) -> int:
    """What files keep about a person goes: what loadings made, for taking them back, and rows that name him and wait
    to be loaded. Returns how many files told of him.

    Files of his organisation and of those above it, which fill several; and of the organisations he came from.
    """
    mine, own, above = people_imports.c, organisations.alias(), organisations.c
    homes = union(
        select(literal(organisation_id).label("id")),
        select(transfers.c.from_organisation_id).where(transfers.c.person_id == person_id),
    ).subquery()
    line = (
        select(above.id)
        .join(
            own,
            or_(own.c.path == above.path, func.substr(own.c.path, 1, func.length(above.path) + 1) == above.path + "/"),
        )
        .where(own.c.id.in_(select(homes.c.id)))
    )
    found = tx.execute(
        select(mine.id, mine.made, mine.told).where(or_(mine.organisation_id.in_(line), mine.state == "checked"))
    )
    touched = 0
    for import_id, made, told in found.all():
        left = [one for one in made if person_id not in (one.get("person"), one.get("for"))]
        # A name stands in cells of its own: surname, first name and patronymic are looked for side by side.
        rows = [one for one in told if strike is None or not strike.finds(" ".join(one.get("cells", {}).values()))]
        if len(left) != len(made) or len(rows) != len(told):
            touched += 1
            tx.execute(update(people_imports).where(mine.id == import_id).values(made=left, told=rows))
    return touched


def let_go(tx: Connection, *, before: datetime) -> int:
    """Files that nobody loaded since then: their rows were never allowed to stay. Returns how many there were."""
    waiting = (people_imports.c.state == "checked", people_imports.c.created_at < before)
    if tx.execute(select(people_imports.c.id).where(*waiting).limit(1)).first() is None:
        return 0
    version = people_imports.c.version + 1
    gone = tx.execute(update(people_imports).where(*waiting).values(state="dropped", told=[], version=version))
    return gone.rowcount


def loaded_after(tx: Connection, row: PeopleImportRow) -> list[LaterImport]:
    """The files loaded after this one and in force, of the organisation, those above and those below it."""
    own, other = organisations, organisations.alias()
    start = func.substr(own.c.path, 1, func.length(other.c.path) + 1) == other.c.path + "/"
    end = func.substr(other.c.path, 1, func.length(own.c.path) + 1) == own.c.path + "/"
    later = (
        select(people_imports.c.organisation_id, people_imports.c.made)
        .join(other, other.c.id == people_imports.c.organisation_id)
        .join(own, or_(own.c.id == other.c.id, start, end))
        .where(
            own.c.id == row.organisation_id,
            people_imports.c.state == "loaded",
            or_(
                people_imports.c.loaded_at > row.loaded_at,
                and_(people_imports.c.loaded_at == row.loaded_at, people_imports.c.id > row.id),
            ),
        )
    )
    return [
        LaterImport(organisation_id, frozenset(one["person"] for one in made if "person" in one))
        for organisation_id, made in tx.execute(later)
    ]


def listing(tx: Connection, *, visible: ColumnElement[bool], most: int) -> list[ImportLine]:
    """The newest first, without those that were dropped."""
    rows = tx.execute(
        select(*_LINE)
        .join(organisations, organisations.c.id == people_imports.c.organisation_id)
        .where(visible, people_imports.c.state != "dropped")
        .order_by(people_imports.c.id.desc())
        .limit(most)
    )
    return [ImportLine(*row) for row in rows]
