"""Letters as a page lists them: by what became of them, the newest first, with whom and what they are about."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from storage.given import among
from storage.hot import Hot
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import organisations, people
from storage.tables.programmes import pairs
from storage.tables.roadmaps import items

Group = Literal["all", "undelivered", "held", "queued", "sent", "cancelled"]
GROUPS: tuple[Group, ...] = get_args(Group)


class LetterRow(NamedTuple):
    """A letter with its reader. `fault`: what a mail server said of the address."""

    id: int
    kind: str
    state: str
    subject: str
    reason: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    recipient_id: int
    pair_id: int | None
    name: str
    email: str
    fault: str
    path: str
    organisation: str
    timezone: str
    pair_number: int | None


class CarriedRow(NamedTuple):
    """A reminder inside a letter with what it reminds of."""

    obligation_id: int
    rung: int
    audience: str
    state: str
    reason: str
    title: str
    due_on: Any
    status: str
    item_id: int | None
    item_number: str | None
    pair_id: int | None
    pair_number: int | None


class Counted(NamedTuple):
    """How many letters ask for attention, or wait."""

    undelivered: int
    held: int
    queued: int


_TOP: BindParameter[str] = bindparam("top", type_=String)
_PREFIX: BindParameter[str] = bindparam("prefix", type_=String)
_letter = letters.c
_here = select(organisations.c.id).where(
    or_(organisations.c.path == _TOP, func.substr(organisations.c.path, 1, func.length(_PREFIX)) == _PREFIX)
)


def _state(*names: str) -> ColumnElement[bool]:
    return _letter.state.in_([literal_column(f"'{name}'") for name in names])


# In the very words of the partial index: only then SQLite takes it.
_stopped = _state("failed", "uncertain", "held")
_GROUPS: Mapping[Group, tuple[ColumnElement[bool], ...]] = MappingProxyType(
    {
        "all": (),
        "undelivered": (_stopped, _letter.state != literal_column("'held'")),
        "held": (_stopped, _letter.state == literal_column("'held'")),
        "queued": (_state("queued", "claimed", "in_data"),),
        "sent": (_state("sent"),),
        "cancelled": (_state("cancelled"),),
    }
)
_COLUMNS = [
    *(_letter[name] for name in LetterRow._fields[:11]),
    people.c.name,
    people.c.email,
    people.c.address_fault,
    organisations.c.path,
    organisations.c.name,
    organisations.c.timezone,
    pairs.c.number,
]
_ROWS = (
    select(*_COLUMNS)
    .join(people, people.c.id == _letter.recipient_id)
    .join(organisations, organisations.c.id == _letter.organisation_id)
    .outerjoin(pairs, pairs.c.id == _letter.pair_id)
    .order_by(_letter.id.desc())
)


def _page(group: Group, *, wide: bool) -> Hot:
    """`wide`: of many organisations, so the newest letters are walked until enough lie there; of one its own index is
    asked."""
    # What is no bare column is no key of an index either.
    owner = _letter.organisation_id + literal_column("0", type_=Integer) if wide else _letter.organisation_id
    chosen = (
        select(_letter.id)
        .where(owner.in_(_here), _letter.id < bindparam("before", type_=Integer), *_GROUPS[group])
        .order_by(_letter.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
    return Hot(_ROWS.where(_letter.id.in_(chosen)))


_RARE: tuple[Group, ...] = ("undelivered", "held", "queued")
_PAGES: Mapping[tuple[Group, bool], Hot] = MappingProxyType(
    {(group, wide): _page(group, wide=wide and group not in _RARE) for group in GROUPS for wide in (False, True)}
)
_OF_PERSON = Hot(
    _ROWS.where(
        _letter.recipient_id == bindparam("person", type_=Integer),
        _letter.organisation_id.in_(_here),
        _letter.id < bindparam("before", type_=Integer),
    ).limit(bindparam("most", type_=Integer))
)
_ONE = Hot(_ROWS.where(_letter.id == bindparam("letter", type_=Integer)))
_COUNTS = Hot(
    select(
        select(func.count()).where(_letter.organisation_id.in_(_here), *_GROUPS["undelivered"]).scalar_subquery(),
        select(func.count()).where(_letter.organisation_id.in_(_here), *_GROUPS["held"]).scalar_subquery(),
        select(func.count())
        .where(_letter.organisation_id.in_(_here), _letter.next_attempt_at.is_not(None))
        .scalar_subquery(),
    )
)
_AUDIENCES = Hot(
    select(reminders.c.letter_id, func.min(reminders.c.audience), func.count())
    .where(among(reminders.c.letter_id, "ids"))
    .group_by(reminders.c.letter_id)
)
_CARRIED = Hot(
    select(
        reminders.c.obligation_id,
        reminders.c.rung,
        reminders.c.audience,
        reminders.c.state,
        reminders.c.reason,
        obligations.c.title,
        obligations.c.due_on,
        obligations.c.status,
        obligations.c.item_id,
        items.c.number,
        obligations.c.pair_id,
        pairs.c.number,
    )
    .join(obligations, obligations.c.id == reminders.c.obligation_id)
    .outerjoin(items, items.c.id == obligations.c.item_id)
    .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
    .where(reminders.c.letter_id == bindparam("letter", type_=Integer))
    .order_by(obligations.c.due_on, reminders.c.id)
)
_MESSAGE = Hot(select(_letter.message).where(_letter.id == bindparam("letter", type_=Integer)))
_OPEN = Hot(
    select(func.count()).where(
        obligations.c.organisation_id.in_(_here), obligations.c.status == literal_column("'open'")
    )
)
_PATHS = Hot(select(organisations.c.id, organisations.c.path).where(among(organisations.c.id, "ids")))
_LAST = 2**62


def page(
    tx: Connection, path: str, *, group: Group, most: int, before: int | None = None, wide: bool = False
) -> list[LetterRow]:
    """The newest letters of an organisation and of everything below it; `before` continues below an id."""
    given = _under(path) | {"before": before or _LAST, "most": most}
    return [LetterRow(*row) for row in _PAGES[group, wide].all(tx, given)]


def of_person(tx: Connection, path: str, person_id: int, *, most: int, before: int | None = None) -> list[LetterRow]:
    """The newest letters to somebody, as far as they belong to organisations there."""
    given = _under(path) | {"person": person_id, "before": before or _LAST, "most": most}
    return [LetterRow(*row) for row in _OF_PERSON.all(tx, given)]


def one(tx: Connection, letter_id: int) -> LetterRow | None:
    row = _ONE.first(tx, {"letter": letter_id})
    return None if row is None else LetterRow(*row)


def counts(tx: Connection, path: str) -> Counted:
    row = _COUNTS.first(tx, _under(path))
    return Counted(*row) if row else Counted(0, 0, 0)


def carried_by(tx: Connection, letter_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Of letters that carry reminders: for which audience, and how many."""
    return {row[0]: (row[1], row[2]) for row in _AUDIENCES.all(tx, {"ids": letter_ids})}


def carried(tx: Connection, letter_id: int) -> list[CarriedRow]:
    """What one letter reminds of, by due day."""
    return [CarriedRow(*row) for row in _CARRIED.all(tx, {"letter": letter_id})]


def open_number(tx: Connection, path: str) -> int:
    """How many obligations are open there: what a forecast would look through."""
    row = _OPEN.first(tx, _under(path))
    return int(row[0]) if row else 0


def paths(tx: Connection, organisation_ids: Collection[int]) -> dict[int, str]:
    """The paths of organisations by id."""
    return {row[0]: row[1] for row in _PATHS.all(tx, {"ids": organisation_ids})}


def message(tx: Connection, letter_id: int) -> bytes | None:
    """The exact bytes, None while none went out (and of letters that opened an account)."""
    row = _MESSAGE.first(tx, {"letter": letter_id})
    return None if row is None else row[0]


def _under(path: str) -> dict[str, Any]:
    return {"top": path, "prefix": f"{path}/"}
