"""The rows of a region: 1,000 obligations per school, 20 per pair, one municipality, everybody has consented.

Days and instants are ISO text, which both databases read alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from storage.tables.obligations import obligations
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.programmes import definitions, memberships, pairs, programmes
from storage.types import as_text

ZONE = ZoneInfo("Europe/Moscow")
TODAY = date(2025, 10, 1)  # a Wednesday, and no day off
NOW = datetime.combine(TODAY, time(9, 30), ZONE).astimezone(UTC)
YESTERDAY = NOW - timedelta(days=1)
PER_SCHOOL, PER_PAIR = 1000, 20
REGION, MUNICIPALITY, FIRST_SCHOOL = 1, 2, 3
ADMINISTRATORS = (REGION, MUNICIPALITY)  # person ids equal to the ids of their organisations
FIRST_DUE_IN = 30  # days: the nearest rung is the one 14 days before, so nothing is due for a fortnight

Row = tuple[Any, ...]
Content = Iterator[tuple[Table, tuple[str, ...], Iterable[Row]]]


def due_ids(size: int) -> range:
    """The obligations that can be made due: one of each school, each of another mentor."""
    return range(1, size + 1, PER_SCHOOL)


def content(size: int) -> Content:
    """Every table with its column names and rows, parents before children."""
    region = _Region(size)
    for table, rows in (
        (organisations, region.organisations()),
        (people, region.people()),
        (role_grants, region.grants()),
        (consents, region.consents()),
        (definitions, region.definitions()),
        (programmes, region.programmes()),
        (pairs, region.pairs()),
        (memberships, region.memberships()),
        (obligations, region.obligations()),
    ):
        yield table, _COLUMNS[table.name], rows


_COLUMNS = {
    name: tuple(columns.split())
    for name, columns in {
        "organisation": "id parent_id kind name slug path timezone week search_key version",
        "person": "id organisation_id name email kind position search_key language address_fault disabled version",
        "role_grant": "id person_id role organisation_id from_day",
        "consent": "id person_id kind signed_on recorded_at scan terms",
        "definition": "id kind key version hash body published_at",
        "programme": "id organisation_id title definition_id period_start period_end version",
        "pair": "id programme_id organisation_id definition_id number stage stage_since visit visits suspended_days"
        " entered pair_seq version",
        "membership": "id pair_id person_id role from_day",
        "obligation": "id organisation_id subject_kind subject_id occurrence pair_id title ladder responsible_role"
        " due_on first_due_on revision status reason held watched_from looked_at next_look_at",
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Region:
    size: int

    @property
    def schools(self) -> range:
        """Organisation ids."""
        return range(FIRST_SCHOOL, FIRST_SCHOOL + self.size // PER_SCHOOL)

    @property
    def pair_ids(self) -> range:
        return range(1, 1 + self.size // PER_PAIR)

    def head(self, school: int) -> int:
        return 2 * school - FIRST_SCHOOL  # 3, 5, 7, …

    def curator(self, school: int) -> int:
        return self.head(school) + 1

    def mentor(self, pair: int) -> int:
        return 2 + 2 * len(self.schools) + pair

    def organisations(self) -> Iterator[Row]:
        yield REGION, None, "region", "Область", "oblast", "oblast", str(ZONE), 5, "область", 1
        yield MUNICIPALITY, REGION, "municipality", "Район", "rayon", "oblast/rayon", str(ZONE), 5, "район", 1
        for school in self.schools:
            name, slug = f"Школа № {school}", f"school-{school}"
            yield school, MUNICIPALITY, "school", name, slug, f"oblast/rayon/{slug}", str(ZONE), 5, name.lower(), 1

    def people(self) -> Iterator[Row]:
        for one in ADMINISTRATORS:
            yield _person(one, one)
        for school in self.schools:
            yield _person(self.head(school), school)
            yield _person(self.curator(school), school)
        for pair in self.pair_ids:
            yield _person(self.mentor(pair), _school(pair))

    def grants(self) -> Iterator[Row]:
        for one in ADMINISTRATORS:
            yield one, one, "administrator", one, "2025-08-01"
        for school in self.schools:
            yield self.head(school), self.head(school), "head", school, "2025-08-01"
            yield self.curator(school), self.curator(school), "curator", school, "2025-08-01"

    def consents(self) -> Iterator[Row]:
        at = as_text(YESTERDAY)
        everybody = self.mentor(self.pair_ids[-1])
        return ((one, one, "personal-data", "2025-08-25", at, "", "{}") for one in range(1, everybody + 1))

    def definitions(self) -> Iterator[Row]:
        yield 1, "lifecycle", "bench", 1, "0" * 64, "{}", as_text(YESTERDAY)

    def programmes(self) -> Iterator[Row]:
        for school in self.schools:
            yield school, school, "Учитель — учитель", 1, "2025-09-01", "2026-05-31", 1

    def pairs(self) -> Iterator[Row]:
        for pair in self.pair_ids:
            school = _school(pair)
            yield pair, school, school, 1, pair, "work", "2025-09-01", 1, 1, 0, "formed", 0, 1

    def memberships(self) -> Iterator[Row]:
        return ((pair, pair, self.mentor(pair), "mentor", "2025-09-01") for pair in self.pair_ids)

    def obligations(self) -> Iterator[Row]:
        """Lines of individual plans, spread over the school year from `FIRST_DUE_IN` days on."""
        days = [_day(TODAY + timedelta(days=FIRST_DUE_IN + n)) for n in range(200)]
        before = as_text(YESTERDAY)
        for n in range(self.size):
            pair = n // PER_PAIR + 1
            # 37 is prime to 200: neighbours lie on different days, as in a school that lives.
            due_on, look = days[n * 37 % 200]
            yield (
                n + 1,
                _school(pair),
                "plan-item",
                n + 1,
                "1",
                pair,
                f"Индивидуальный план, пункт {n % PER_PAIR + 1}",
                "full",
                "mentor",
                due_on,
                due_on,
                1,
                "open",
                "",
                False,
                before,
                before,
                look,
            )


def _school(pair: int) -> int:
    return FIRST_SCHOOL + (pair - 1) // (PER_SCHOOL // PER_PAIR)


def _person(number: int, organisation: int) -> Row:
    name = f"Участник {number} Иванович"
    return number, organisation, name, f"p{number}@school.test", "staff", "", name.lower(), "ru", "", False, 1


def _day(due_on: date) -> tuple[str, str]:
    """A due day and the moment of its first rung, 14 days before at 09:00 local."""
    look = datetime.combine(due_on - timedelta(days=14), time(9), ZONE)
    return due_on.isoformat(), as_text(look)
