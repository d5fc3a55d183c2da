"""What is overdue over the tree: counted within each organisation, and the longest late rows of one page.

Statements are compiled once. What they count stands in the index `obligation_open` alone: no row is touched for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from storage.given import among
from storage.hot import Hot
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import consents, organisations
from storage.tables.programmes import meetings, pairs
from storage.tables.roadmaps import items, tasks

Show = Literal["all", "pairs", "orders", "undelivered", "nobody"]
"""All; duties of pairs; rows that end in an order; those of whose letters one did not arrive; nobody answers for."""
SHOWS: tuple[Show, ...] = get_args(Show)


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The local day of every time zone in sight. The world has at most three days at one instant.

    `latest` is the day where it is latest (`ahead` are its zones), `earliest` where it is earliest (`behind`).
    """

    latest: date
    middle: date
    earliest: date
    ahead: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements."""
        return {
            "latest": self.latest,
            "middle": self.middle,
            "earliest": self.earliest,
            "ahead": self.ahead,
            "behind": self.behind,
        }


def local_days(days: Mapping[str, date]) -> LocalDays:
    """From the day of each zone (at least one).

    >>> found = local_days({"Europe/Kirov": date(2026, 1, 1), "Asia/Kamchatka": date(2026, 1, 2)})
    >>> (found.latest.day, found.middle.day, found.earliest.day, found.ahead, found.behind)
    (2, 1, 1, ('Asia/Kamchatka',), ('Europe/Kirov',))
    """
    there = sorted(set(days.values()))
    return LocalDays(
        latest=there[-1],
        middle=there[-2] if len(there) > 1 else there[0],
        earliest=there[0],
        ahead=tuple(sorted(zone for zone, day in days.items() if day == there[-1])),
        behind=tuple(sorted(zone for zone, day in days.items() if day == there[0])),
    )


class Standing(NamedTuple):
    """What an organisation itself owes that is late or due within the week. `oldest`: since when, None = nothing."""

    id: int
    path: str
    late: int
    oldest: date | None
    soon: int


class LateRow(NamedTuple):
    """One late obligation with the words and the number of its row and its pair.

    `asked_item_id`, `asked_person_id`: what a question to the curator is about.
    """

    id: int
    organisation_id: int
    subject_kind: str
    subject_id: int
    pair_id: int | None
    item_id: int | None
    title: str
    ladder: str
    responsible_role: str | None
    responsible_id: int | None
    due_on: date
    first_due_on: date | None
    revision: int
    held: bool
    org_path: str
    org_name: str
    pair_number: int | None
    item_number: str | None
    item_result: str | None
    asked_item_id: int | None
    asked_person_id: int | None


class Reminded(NamedTuple):
    """What went about an obligation. `rung` and `audience` of the last reminder that went into a letter."""

    obligation_id: int
    rung: int
    audience: str
    due_at: datetime
    letter_id: int | None
    letter_state: str | None
    sent_at: datetime | None
    recipient_id: int


def _here() -> ColumnElement[bool]:
    """The organisation at the path `top` and everything below it, by the index of parents: a school is found by itself
    among thousands."""
    top = select(organisations.c.id).where(organisations.c.path == bindparam("top", type_=String))
    tree = top.cte("here", recursive=True)
    below = organisations.alias("below")
    tree = tree.union_all(select(below.c.id).join(tree, below.c.parent_id == tree.c.id))
    return organisations.c.id.in_(select(tree.c.id))


_HERE = _here()
_OWED = (obligations.c.status == literal_column("'open'"), obligations.c.ladder != literal_column("'review'"))
_due = obligations.c.due_on
_DAY = {name: bindparam(name, type_=Date) for name in ("latest", "middle", "earliest")}
_LATE = and_(
    _due < _DAY["latest"],
    or_(
        _due < _DAY["earliest"],
        and_(_due < _DAY["middle"], ~among(organisations.c.timezone, "behind")),
        among(organisations.c.timezone, "ahead"),
    ),
)
_ZONES = Hot(select(organisations.c.timezone).where(_HERE).distinct())
_PLACE = organisations.join(obligations, obligations.c.organisation_id == organisations.c.id)
_STANDING = Hot(
    select(
        organisations.c.id,
        organisations.c.path,
        func.count().filter(_LATE),
        func.min(_due).filter(_LATE),
        func.count().filter(~_LATE),
    )
    .select_from(_PLACE)
    .where(_HERE, *_OWED, _due <= bindparam("until", type_=Date))
    .group_by(organisations.c.id, organisations.c.path)
)
_SHARES = Hot(
    select(organisations.c.id, organisations.c.path, obligations.c.status, func.count())
    .select_from(_PLACE)
    .where(
        _HERE, obligations.c.status != literal_column("'cancelled'"), obligations.c.ladder != literal_column("'review'")
    )
    .group_by(organisations.c.id, organisations.c.path, obligations.c.status)
)
_CHILDREN = Hot(
    select(organisations.c.id, organisations.c.path, organisations.c.name, organisations.c.kind)
    .where(organisations.c.parent_id == bindparam("parent"))
    .order_by(organisations.c.search_key, organisations.c.id)
)
_BELOW = Hot(select(organisations.c.path).where(_HERE))
_SCHOOLS = Hot(select(func.count()).where(_HERE, organisations.c.kind == literal_column("'school'")))
_STOPPED = letters.c.state.in_([literal_column("'failed'"), literal_column("'uncertain'"), literal_column("'held'")])
_UNDELIVERED = (
    select(reminders.c.obligation_id)
    .join(letters, letters.c.id == reminders.c.letter_id)
    .where(_STOPPED, letters.c.state != literal_column("'held'"))
)
_SHOWN: Mapping[Show, tuple[ColumnElement[bool], ...]] = MappingProxyType(
    {
        "all": (),
        "pairs": (obligations.c.pair_id.is_not(None),),
        "orders": (items.c.document_kind == literal_column("'order'"),),
        "undelivered": (obligations.c.id.in_(_UNDELIVERED),),
        "nobody": (obligations.c.responsible_role.is_(None), obligations.c.responsible_id.is_(None)),
    }
)
_WITH_ITEM = _PLACE.outerjoin(items, items.c.id == obligations.c.item_id)
_KINDS = Hot(
    select(*(func.count().filter(*(_SHOWN[show] or (_due.is_not(None),))) for show in SHOWS))
    .select_from(_WITH_ITEM)
    .where(_HERE, *_OWED, _LATE)
)


def _page(show: Show) -> Hot:
    """The ids are chosen first, from the index; only those of the page are read."""
    after_day, after = bindparam("after_day", type_=Date), bindparam("after", type_=Integer)
    chosen = (
        select(obligations.c.id)
        .select_from(_WITH_ITEM if show == "orders" else _PLACE)
        .where(
            _HERE,
            *_OWED,
            _LATE,
            *_SHOWN[show],
            or_(_due > after_day, and_(_due == after_day, obligations.c.id > after)),
        )
        .order_by(_due, obligations.c.id)
        .limit(bindparam("most", type_=Integer))
    )
    columns = [obligations.c[name] for name in LateRow._fields[:14]]
    return Hot(
        select(
            *columns,
            organisations.c.path,
            organisations.c.name,
            pairs.c.number,
            items.c.number,
            items.c.result,
            tasks.c.item_id,
            consents.c.person_id,
        )
        .select_from(
            _WITH_ITEM.outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
            .outerjoin(tasks, and_(obligations.c.subject_kind == "task", tasks.c.id == obligations.c.subject_id))
            .outerjoin(consents, consents.c.id == tasks.c.consent_id)
        )
        .where(obligations.c.id.in_(chosen))
        .order_by(_due, obligations.c.id)
    )


_PAGES: Mapping[Show, Hot] = MappingProxyType({show: _page(show) for show in SHOWS})
_TITLES = Hot(
    select(obligations.c.title, func.count(obligations.c.organisation_id.distinct()), func.count(), func.min(_due))
    .select_from(_PLACE)
    .where(_HERE, *_OWED, _LATE)
    .group_by(obligations.c.title)
    .order_by(func.count(obligations.c.organisation_id.distinct()).desc(), func.count().desc(), obligations.c.title)
    .limit(bindparam("most", type_=Integer))
)
_MET = exists().where(meetings.c.pair_id == pairs.c.id, meetings.c.held_on >= bindparam("quiet_since", type_=Date))
_PAIRS = Hot(
    select(
        func.count(),
        func.count().filter(
            pairs.c.stage_since < bindparam("quiet_since", type_=Date),
            pairs.c.suspended_from.is_(None),
            pairs.c.stage != literal_column("'formed'"),
            ~_MET,
        ),
    )
    .select_from(organisations.join(pairs, pairs.c.organisation_id == organisations.c.id))
    .where(_HERE, pairs.c.closed_on.is_(None))
)
_REMINDED = Hot(
    select(
        reminders.c.obligation_id,
        reminders.c.rung,
        reminders.c.audience,
        reminders.c.due_at,
        reminders.c.letter_id,
        letters.c.state,
        letters.c.sent_at,
        reminders.c.recipient_id,
    )
    .outerjoin(letters, letters.c.id == reminders.c.letter_id)
    .where(among(reminders.c.obligation_id, "ids"), reminders.c.recipient_id != 0)
    .order_by(reminders.c.obligation_id, reminders.c.due_at, reminders.c.id)
)


def zones(tx: Connection, path: str) -> tuple[str, ...]:
    """The time zones of the organisation and of everything below it."""
    return tuple(zone for (zone,) in _ZONES.all(tx, _under(path)))


def standing(tx: Connection, path: str, days: LocalDays, *, until: date) -> list[Standing]:
    """Every organisation there with something late, or due by `until`; what it owes itself, not what is below it."""
    return [Standing(*row) for row in _STANDING.all(tx, _under(path) | days.values | {"until": until})]


def shares(tx: Connection, path: str) -> Sequence[tuple[int, str, str, int]]:
    """(organisation, path, status, how many) of everything owed there that is not cancelled."""
    return [(row[0], row[1], row[2], row[3]) for row in _SHARES.all(tx, _under(path))]


def children(tx: Connection, organisation_id: int) -> Sequence[tuple[int, str, str, str]]:
    """(id, path, name, kind) right below, by name."""
    return [(row[0], row[1], row[2], row[3]) for row in _CHILDREN.all(tx, {"parent": organisation_id})]


def paths_below(tx: Connection, path: str) -> list[str]:
    """The paths of the organisation and of everything below it."""
    return [row[0] for row in _BELOW.all(tx, _under(path))]


def count_schools(tx: Connection, path: str) -> int:
    row = _SCHOOLS.first(tx, _under(path))
    return int(row[0]) if row else 0


def kinds(tx: Connection, path: str, days: LocalDays) -> dict[Show, int]:
    """How many late rows each filter shows."""
    row = _KINDS.first(tx, _under(path) | days.values)
    assert row is not None  # noqa: S101  # a count without a group is always one row
    return {show: int(number) for show, number in zip(SHOWS, row, strict=True)}


def page(
    tx: Connection, path: str, days: LocalDays, *, show: Show, most: int, after: tuple[date, int] = (date.min, 0)
) -> list[LateRow]:
    """The longest late first, beginning behind `after` (due day, id)."""
    given = _under(path) | days.values | {"after_day": after[0], "after": after[1], "most": most}
    return [LateRow(*row) for row in _PAGES[show].all(tx, given)]


def titles(tx: Connection, path: str, days: LocalDays, *, most: int) -> Sequence[tuple[str, int, int, date]]:
    """(title, in how many organisations, how many, since when): what is late in most organisations first."""
    return [(row[0], row[1], row[2], row[3]) for row in _TITLES.all(tx, _under(path) | days.values | {"most": most})]


def live_pairs(tx: Connection, path: str, *, quiet_since: date) -> tuple[int, int]:
    """How many pairs are in work, and how many of them have stood since then without a meeting."""
    row = _PAIRS.first(tx, _under(path) | {"quiet_since": quiet_since})
    return (int(row[0]), int(row[1])) if row else (0, 0)


def reminded(tx: Connection, obligation_ids: Collection[int]) -> dict[int, list[Reminded]]:
    """What went to people about each of these, the oldest first."""
    found: dict[int, list[Reminded]] = {}
    for row in _REMINDED.all(tx, {"ids": obligation_ids}):
        found.setdefault(row[0], []).append(Reminded(*row))
    return found


def _under(path: str) -> dict[str, Any]:
    return {"top": path}
