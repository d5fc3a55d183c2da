"""Roadmaps handed down: who was offered which rows, what they answered, and how their rows stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, select, update

from engine.obligations import Share
from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.hot import Hot
from storage.scope import Scope, below, visible
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.papers import papers
from storage.tables.programmes import memberships, pairs, programmes
from storage.tables.publications import publications
from storage.tables.roadmaps import evidences, items, postponements, roadmaps, tasks
from storage.today import columns

_UPPER = organisations.alias("upper")
_CHILD = items.alias("child")


class LowerRow(NamedTuple):
    """A row somewhere below another one: `top` is the row asked about, `upper_item_id` the one right above it."""

    top: int
    id: int
    roadmap_id: int
    organisation_id: int
    upper_item_id: int
    adoption: str | None
    delegated_to: int | None
    org_path: str
    org_name: str
    org_kind: str


class PaperSent(NamedTuple):
    """What travels upwards of a registered paper."""

    item_id: int
    kind: str
    number: str
    dated: date


_ALIKE: tuple[ColumnElement[Any], ...] = (
    obligations.c.item_id,
    obligations.c.status,
    obligations.c.due_on,
    obligations.c.starts_on,
    obligations.c.ladder,
)
_SHARES = Hot(
    select(*_ALIKE, func.count(obligations.c.pair_id), func.count())
    .where(among(obligations.c.item_id, "ids"))
    .group_by(*_ALIKE)
)
_PAPERS = Hot(
    select(obligations.c.item_id, papers.c.kind, papers.c.number, papers.c.dated)
    .select_from(evidences.join(obligations, obligations.c.id == evidences.c.obligation_id))
    .join(papers, papers.c.id == evidences.c.paper_id)
    .where(among(obligations.c.item_id, "ids"), evidences.c.kind == "paper")
    .order_by(evidences.c.id)
)


def _lower() -> Hot:
    """Every row that descends from the rows asked about, dropped ones and what hangs on them left out."""
    first = select(items.c.upper_item_id.label("top"), items.c.id).where(
        among(items.c.upper_item_id, "ids"), items.c.dropped_on.is_(None)
    )
    tree = first.cte("descent", recursive=True)
    tree = tree.union_all(
        select(tree.c.top, _CHILD.c.id)
        .join(tree, _CHILD.c.upper_item_id == tree.c.id)
        .where(_CHILD.c.dropped_on.is_(None))
    )
    names = [items.c[name] for name in LowerRow._fields[2:7]]
    return Hot(
        select(tree.c.top, items.c.id, *names, organisations.c.path, organisations.c.name, organisations.c.kind)
        .select_from(tree.join(items, items.c.id == tree.c.id))
        .join(organisations, organisations.c.id == items.c.organisation_id)
        .order_by(organisations.c.search_key, items.c.id)
    )


_LOWER = _lower()


def _sheet() -> Select[Any]:
    return (
        columns(
            *publications.c,
            roadmaps.c.title,
            roadmaps.c.period_start,
            roadmaps.c.period_end,
            roadmaps.c.organisation_id.label("upper_id"),
            _UPPER.c.name.label("upper_name"),
            _UPPER.c.path.label("upper_path"),
            organisations.c.name.label("org_name"),
            organisations.c.path.label("org_path"),
            organisations.c.kind.label("org_kind"),
        )
        .join_from(publications, roadmaps, roadmaps.c.id == publications.c.roadmap_id)
        .join(_UPPER, _UPPER.c.id == roadmaps.c.organisation_id)
        .join(organisations, organisations.c.id == publications.c.organisation_id)
    )


def get(tx: Connection, publication_id: int) -> Row[Any] | None:
    """An offer with the roadmap and both organisations."""
    return tx.execute(_sheet().where(publications.c.id == publication_id)).first()


def by_ids(tx: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Offers by their ids, each with the roadmap and both organisations."""
    found = tx.execute(_sheet().where(publications.c.id.in_(sorted(set(ids)))))
    return {row.id: row for row in found}


def of_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """To whom a roadmap was offered, by name."""
    wanted = _sheet().where(publications.c.roadmap_id == roadmap_id)
    return tx.execute(wanted.order_by(organisations.c.search_key, publications.c.id)).all()


def answered_by(tx: Connection, lower_roadmap_id: int) -> Sequence[Row[Any]]:
    """The offers whose rows stand in this roadmap."""
    wanted = _sheet().where(publications.c.lower_roadmap_id == lower_roadmap_id, publications.c.state == "accepted")
    return tx.execute(wanted.order_by(publications.c.id)).all()


def listing(
    tx: Connection,
    scope: Scope,
    *,
    states: Collection[str],
    after: int = 0,
    most: int | None = None,
) -> Sequence[Row[Any]]:
    """Offers in these states made to organisations in sight, by id."""
    wanted = _sheet().where(
        visible(scope, publications.c.organisation_id),
        publications.c.state.in_(sorted(states)),
        publications.c.id > after,
    )
    return tx.execute(wanted.order_by(publications.c.id).limit(most)).all()


def waiting_for(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """Offers that one organisation has still to answer, by id."""
    mine = (publications.c.organisation_id == organisation_id, publications.c.state == "offered")
    return tx.execute(_sheet().where(*mine).order_by(publications.c.id)).all()


def add(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store offers and return their ids in the order of the rows."""
    made = insert(publications).returning(publications.c.id, sort_by_parameter_order=True)
    return [row.id for row in tx.execute(made, list(rows))] if rows else []


def change(tx: Connection, row: Row[Any], **values: Any) -> None:
    """Store what became of an offer as it was read. Raises ChangedMeanwhile when somebody else changed it since."""
    mine = (publications.c.id == row.id, publications.c.version == row.version)
    changed = tx.execute(update(publications).where(*mine).values(version=row.version + 1, **values))
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"publication:{row.id}")


def task_of(tx: Connection, publication_id: int) -> Row[Any] | None:
    """The question to the curator about an offer."""
    return tx.execute(select(tasks).where(tasks.c.publication_id == publication_id)).first()


def ask_again(tx: Connection, task_id: int, *, opened_on: date, due_on: date) -> None:
    """Put an answered question anew."""
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(opened_on=opened_on, due_on=due_on, done_on=None))


def targets(tx: Connection, path: str) -> Sequence[Row[Any]]:
    """Every organisation below a path, each after what is above it."""
    o = organisations.c
    wanted = columns(o.id, o.path, o.name, o.kind).where(below([path]), o.path != path)
    return tx.execute(wanted.order_by(o.path)).all()


def beside(tx: Connection, *, parent_id: int | None, organisation_id: int) -> Sequence[Row[Any]]:
    """The organisations with the same parent, by name."""
    o = organisations.c
    wanted = columns(o.id, o.path, o.name, o.kind).where(o.parent_id == parent_id, o.id != organisation_id)
    return tx.execute(wanted.order_by(o.search_key, o.id)).all()


def by_path(tx: Connection, path: str) -> int | None:
    """The id of the organisation at a path; None when there is none."""
    found: int | None = tx.execute(select(organisations.c.id).where(organisations.c.path == path)).scalar()
    return found


def names_of(tx: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The names of organisations by their ids."""
    found = select(organisations.c.id, organisations.c.name).where(among(organisations.c.id, "ids"))
    return {row.id: row.name for row in tx.execute(found, {"ids": ids})}


def lower_rows(tx: Connection, item_ids: Iterable[int]) -> list[LowerRow]:
    """Everything that descends from these rows, however deep, by the name of the organisation."""
    return [LowerRow(*row) for row in _LOWER.all(tx, {"ids": item_ids})]


def shares(tx: Connection, item_ids: Iterable[int]) -> dict[int, list[tuple[Share, bool]]]:
    """What these rows owe, alike obligations counted, and whether pairs owe it, by the row's id."""
    found: dict[int, list[tuple[Share, bool]]] = {}
    for item_id, status, due_on, starts_on, ladder, of_pairs, alike in _SHARES.all(tx, {"ids": item_ids}):
        share = Share(status, due_on, starts_on, ladder == "review", alike)
        found.setdefault(item_id, []).append((share, of_pairs > 0))
    return found


def open_promises(tx: Connection, item_ids: Iterable[int]) -> dict[int, list[date]]:
    """The first days promised of what is still open of these rows, looks at continuous rows aside."""
    found: dict[int, list[date]] = {}
    rows = tx.execute(
        select(obligations.c.item_id, obligations.c.first_due_on).where(
            among(obligations.c.item_id, "ids"),
            obligations.c.status == "open",
            obligations.c.ladder != "review",
            obligations.c.first_due_on.is_not(None),
        ),
        {"ids": item_ids},
    )
    for item_id, day in rows:
        found.setdefault(item_id, []).append(day)
    return found


def empty_programmes(tx: Connection, organisation_id: int, *, title: str, starts: date) -> list[int]:
    """The programmes of this title and first day that have no pair yet, by id."""
    found = select(programmes.c.id).where(
        programmes.c.organisation_id == organisation_id,
        programmes.c.title == title,
        programmes.c.period_start == starts,
        ~exists().where(pairs.c.programme_id == programmes.c.id),
    )
    return list(tx.scalars(found.order_by(programmes.c.id)))


def papers_of(tx: Connection, item_ids: Iterable[int]) -> dict[int, PaperSent]:
    """The newest registered paper that closed each of these rows: kind, number and day, nothing else of it."""
    return {row[0]: PaperSent(*row) for row in _PAPERS.all(tx, {"ids": item_ids})}


def rows_of(tx: Connection, item_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """These rows by their ids, dropped ones too."""
    found = tx.execute(select(items).where(among(items.c.id, "ids")), {"ids": item_ids})
    return {row.id: row for row in found}


def moved_days(tx: Connection, item_ids: Iterable[int]) -> dict[int, tuple[int, dict[str, date]]]:
    """How often the dates of these rows were moved, and where each occurrence stands now."""
    found: dict[int, tuple[int, dict[str, date]]] = {}
    rows = tx.execute(
        select(postponements).where(among(postponements.c.item_id, "ids")).order_by(postponements.c.id),
        {"ids": item_ids},
    )
    for row in rows:
        times, days = found.get(row.item_id, (0, {}))
        found[row.item_id] = (times + 1, days | {row.occurrence: row.to_day})
    return found


def taken_rows(tx: Connection, lower_roadmap_id: int) -> Sequence[Row[Any]]:
    """The rows of a roadmap that came from above, dropped ones too, in their order."""
    found = select(items).where(items.c.roadmap_id == lower_roadmap_id, items.c.upper_item_id.is_not(None))
    return tx.execute(found.order_by(items.c.position)).all()


def people_counted(tx: Connection, path: str) -> Sequence[Row[Any]]:
    """(org_path, pairs, mentors, mentees) in work at each organisation below a path: numbers, never names."""

    def of(role: str) -> ColumnElement[int]:
        return func.count(memberships.c.person_id.distinct()).filter(memberships.c.role == role)

    return tx.execute(
        columns(
            organisations.c.path.label("org_path"),
            func.count(pairs.c.id.distinct()).label("pairs"),
            of("mentor").label("mentors"),
            of("mentee").label("mentees"),
        )
        .join_from(pairs, organisations, organisations.c.id == pairs.c.organisation_id)
        .join(memberships, memberships.c.pair_id == pairs.c.id)
        .where(below([path]), pairs.c.closed_on.is_(None), memberships.c.to_day.is_(None))
        .group_by(organisations.c.path)
    ).all()


def proved(tx: Connection, item_ids: Iterable[int]) -> bool:
    """Whether any of these rows has evidence."""
    found = (
        select(evidences.c.id)
        .join(obligations, obligations.c.id == evidences.c.obligation_id)
        .where(among(obligations.c.item_id, "ids"))
        .limit(1)
    )
    return tx.execute(found, {"ids": item_ids}).first() is not None


def drop(tx: Connection, item_ids: Iterable[int], *, on: date | None) -> None:
    """These rows are no longer rows of their roadmap from this day; None = they are again."""
    wanted = update(items).where(among(items.c.id, "ids"))
    tx.execute(wanted.values(dropped_on=on, version=items.c.version + 1), {"ids": item_ids})


def last_position(tx: Connection, roadmap_id: int) -> int:
    """The place of a roadmap's last row, 0 when it has none."""
    found = select(func.coalesce(func.max(items.c.position), 0)).where(items.c.roadmap_id == roadmap_id)
    return int(tx.execute(found).scalar_one())


def drop_roadmap(tx: Connection, roadmap_id: int, *, on: date | None) -> None:
    """The roadmap is no longer in force; None = it is again."""
    tx.execute(update(roadmaps).where(roadmaps.c.id == roadmap_id).values(dropped_on=on))


def offer_row(*, roadmap_id: int, organisation_id: int, rows: Sequence[int] | None, at: datetime) -> dict[str, Any]:
    return {
        "roadmap_id": roadmap_id,
        "organisation_id": organisation_id,
        "rows": None if rows is None else sorted(rows),
        "left": [],
        "state": "offered",
        "lower_roadmap_id": None,
        "reason": "",
        "offered_at": at,
        "answered_at": None,
        "version": 1,
    }
