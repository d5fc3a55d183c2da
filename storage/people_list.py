"""People as a page lists them: by organisation and name, with today's roles, consents in force and live pairs."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from engine.young_specialists import young_since
from storage.consents import holding
from storage.given import among
from storage.hot import Hot
from storage.tables.accounts import accounts
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.programmes import memberships, pairs

Wanted = Literal[
    "all",
    "office",
    "mentor",
    "mentee",
    "curator",
    "staff",
    "pupil",
    "student",
    "employer",
    "young",
    "unsigned",
    "faulty",
    "disabled",
]
"""All; holders of an office; members of live pairs and holders of the role; kinds of people; young specialists; without
consent to personal data; a bad address; disabled."""
KINDS: tuple[Wanted, ...] = ("staff", "pupil", "student", "employer")
WANTED: tuple[Wanted, ...] = get_args(Wanted)


class PersonLine(NamedTuple):
    """`account`: whether there is one that may be used, None = none was made."""

    id: int
    organisation_id: int
    name: str
    email: str
    kind: str
    position: str
    address_fault: str
    disabled: bool
    search_key: str
    path: str
    organisation: str
    account: bool | None


class RoleLine(NamedTuple):
    """A role that holds on the day asked for."""

    person_id: int
    role: str
    path: str
    organisation: str
    to_day: date | None
    deputy_of_id: int | None


class Coverage(NamedTuple):
    """How many people there are who may act, and how many of them signed the consent to personal data."""

    people: int
    signed: int


_TOP: BindParameter[str] = bindparam("top", type_=String)
_PREFIX: BindParameter[str] = bindparam("prefix", type_=String)
_DAY: BindParameter[date] = bindparam("day", type_=Date)
_SAID: BindParameter[str] = bindparam("said", type_=String)
_HERE = or_(organisations.c.path == _TOP, func.substr(organisations.c.path, 1, func.length(_PREFIX)) == _PREFIX)
_HOLDS = (
    or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
    or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
)
OFFICES = ("administrator", "head", "curator", "observer")


def _in_pair(role: str) -> ColumnElement[bool]:
    return exists().where(
        memberships.c.person_id == people.c.id, memberships.c.to_day.is_(None), memberships.c.role == role
    )


_SIGNED = exists().where(consents.c.person_id == people.c.id, consents.c.kind == "personal-data", holding(_DAY))
_ABLE = people.c.disabled.is_(False)
_SINCE: BindParameter[date] = bindparam("since", type_=Date)


def _in_role(role: str) -> ColumnElement[bool]:
    """In a live pair, or in the register by a role that holds on the day."""
    granted = exists().where(role_grants.c.person_id == people.c.id, role_grants.c.role == role, *_HOLDS)
    return or_(_in_pair(role), granted)


_WANTED: Mapping[Wanted, tuple[ColumnElement[bool], ...]] = MappingProxyType(
    {
        "all": (_ABLE,),
        "office": (
            _ABLE,
            exists().where(
                role_grants.c.person_id == people.c.id,
                role_grants.c.role.in_([literal_column(f"'{one}'") for one in OFFICES]),
                *_HOLDS,
            ),
        ),
        "mentor": (_ABLE, _in_role("mentor")),
        "mentee": (_ABLE, _in_role("mentee")),
        "curator": (_ABLE, _in_role("curator")),
        **{kind: (_ABLE, people.c.kind == literal_column(f"'{kind}'")) for kind in KINDS},
        "young": (_ABLE, people.c.kind == literal_column("'staff'"), people.c.hired >= _SINCE, people.c.hired <= _DAY),
        "unsigned": (_ABLE, ~_SIGNED),
        "faulty": (_ABLE, people.c.address_fault != literal_column("''")),
        "disabled": (people.c.disabled.is_(True),),
    }
)
_COLUMNS = [
    *(people.c[name] for name in PersonLine._fields[:9]),
    organisations.c.path,
    organisations.c.name,
    accounts.c.disabled_at.is_(None).label("account"),
]
_KEY_OF = Hot(select(people.c.search_key).where(people.c.id == bindparam("person", type_=Integer)))
_AFTER: BindParameter[int] = bindparam("after", type_=Integer)
_AFTER_KEY: BindParameter[str] = bindparam("after_key", type_=String)


def _page(wanted: Wanted, *, searched: bool, wide: bool) -> Hot:
    """Whoever comes after a person by name. A search finds every word of a name by its beginning.

    `wide`: of many organisations, so people are walked by name until enough belong there; of one its own people are
    sorted. What is no bare column is no key of an index either.
    """
    key = people.c.search_key if wide else people.c.search_key + literal_column("''", type_=String)
    owner = people.c.organisation_id + literal_column("0", type_=Integer) if wide else people.c.organisation_id
    clauses = [_HERE, *_WANTED[wanted], key >= _AFTER_KEY, or_(key > _AFTER_KEY, people.c.id > _AFTER)]
    if searched:
        clauses.append(or_(func.substr(key, 1, func.length(_SAID)) == _SAID, func.replace(key, " " + _SAID, "") != key))
    return Hot(
        select(*_COLUMNS, accounts.c.person_id)
        .select_from(
            people.join(organisations, organisations.c.id == owner).outerjoin(
                accounts, accounts.c.person_id == people.c.id
            )
        )
        .where(*clauses)
        .order_by(key, people.c.id)
        .limit(bindparam("most", type_=Integer))
    )


_PAGES: Mapping[tuple[Wanted, bool, bool], Hot] = MappingProxyType(
    {
        (wanted, searched, wide): _page(wanted, searched=searched, wide=wide)
        for wanted, searched, wide in product(WANTED, (False, True), (False, True))
    }
)
_ROLES = Hot(
    select(
        role_grants.c.person_id,
        role_grants.c.role,
        organisations.c.path,
        organisations.c.name,
        role_grants.c.to_day,
        role_grants.c.deputy_of_id,
    )
    .join(organisations, organisations.c.id == role_grants.c.organisation_id)
    .where(among(role_grants.c.person_id, "ids"), *_HOLDS)
    .order_by(role_grants.c.id)
)
_CONSENTS = Hot(select(consents.c.person_id, consents.c.kind).where(among(consents.c.person_id, "ids"), holding(_DAY)))
_PAIRS = Hot(
    select(memberships.c.person_id, memberships.c.role, func.count())
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(among(memberships.c.person_id, "ids"), memberships.c.to_day.is_(None), pairs.c.closed_on.is_(None))
    .group_by(memberships.c.person_id, memberships.c.role)
)
_NAMES = Hot(select(people.c.id, people.c.name).where(among(people.c.id, "ids")))
_COVERAGE = Hot(
    select(func.count(), func.count().filter(_SIGNED))
    .select_from(people)
    .where(people.c.organisation_id == bindparam("organisation", type_=Integer), _ABLE)
)


def page(
    tx: Connection,
    path: str,
    *,
    wanted: Wanted,
    said: str,
    day: date,
    most: int,
    after: int = 0,
    wide: bool = False,
) -> list[PersonLine]:
    """People by name, beginning behind the person `after` (0 = from the start). `said` is a search key, "" = all."""
    before = _KEY_OF.first(tx, {"person": after}) if after else None
    given = {"top": path, "prefix": f"{path}/", "most": most, "day": day, "said": said}
    given |= {"since": young_since(day)}
    given |= {"after": after if before else 0, "after_key": before[0] if before else ""}
    rows = _PAGES[wanted, bool(said), wide].all(tx, given)
    return [PersonLine._make((*row[:11], None if row[12] is None else bool(row[11]))) for row in rows]


def roles_on(tx: Connection, person_ids: Collection[int], *, day: date) -> dict[int, list[RoleLine]]:
    """The roles these people hold on a day, as granted."""
    found: dict[int, list[RoleLine]] = {}
    for row in _ROLES.all(tx, {"ids": person_ids, "day": day}):
        found.setdefault(row[0], []).append(RoleLine(*row))
    return found


def consents_of(tx: Connection, person_ids: Collection[int], *, day: date) -> dict[int, set[str]]:
    """The kinds of consents in force on a day."""
    found: dict[int, set[str]] = {}
    for person_id, kind in _CONSENTS.all(tx, {"ids": person_ids, "day": day}):
        found.setdefault(person_id, set()).add(kind)
    return found


def pairs_of(tx: Connection, person_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """In how many live pairs they are, by role."""
    found: dict[int, dict[str, int]] = {}
    for person_id, role, number in _PAIRS.all(tx, {"ids": person_ids}):
        found.setdefault(person_id, {})[role] = int(number)
    return found


def coverage(tx: Connection, organisation_id: int, *, day: date) -> Coverage:
    """Of the organisation itself."""
    row = _COVERAGE.first(tx, {"organisation": organisation_id, "day": day})
    return Coverage(int(row[0]), int(row[1])) if row else Coverage(0, 0)


def names(tx: Connection, person_ids: Collection[int]) -> dict[int, str]:
    """Full names by id."""
    return dict(_NAMES.all(tx, {"ids": person_ids})) if person_ids else {}
