"""Counts for the form of federal statistics: participants by role, form, age, sex and how they stand on a day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta

from engine.words import Words

Age = Literal["0-13", "14-17", "18-24", "25-34", "35-44", "45-54", "55-", ""]
Status = Literal["active", "waiting", "finished"]

AGES: Mapping[Age, Words] = MappingProxyType(
    {
        "0-13": Words("до 14 лет", "under 14"),
        "14-17": Words("14–17 лет", "14–17"),
        "18-24": Words("18–24 года", "18–24"),
        "25-34": Words("25–34 года", "25–34"),
        "35-44": Words("35–44 года", "35–44"),
        "45-54": Words("45–54 года", "45–54"),
        "55-": Words("55 лет и старше", "55 and over"),
        "": Words("возраст не указан", "age not told"),
    }
)
SEXES: Mapping[str, Words] = MappingProxyType(
    {"f": Words("женский", "female"), "m": Words("мужской", "male"), "": Words("не указан", "not told")}
)
STATUSES: Mapping[Status, Words] = MappingProxyType(
    {
        "active": Words("в программе", "in the programme"),
        "waiting": Words("в базе, пары нет", "in the base, no pair"),
        "finished": Words("завершил участие", "finished"),
    }
)
NO_FORM = Words("форма не выбрана", "no form yet")
HIDDEN_BELOW = 5
"""Smaller counts are not shown above an organisation: they would tell of single people."""


@dataclass(frozen=True, slots=True)
class Participation:
    """One person in one role and form; the same person may take part in several."""

    person_id: int
    role: str  # mentor | mentee
    form: Words | None
    age: Age
    sex: str
    status: Status


@dataclass(frozen=True, slots=True)
class Counted:
    role: str
    form: Words | None
    age: Age
    sex: str
    status: Status
    number: int


def age_group(born: date | None, day: date) -> Age:
    """
    >>> age_group(date(2012, 9, 2), date(2026, 9, 1)), age_group(date(2012, 9, 1), date(2026, 9, 1))
    ('0-13', '14-17')
    """
    if born is None or born > day:
        return ""
    years = relativedelta(day, born).years
    for group in get_args(Age):
        youngest, _, oldest = group.partition("-")
        if youngest and int(youngest) <= years <= int(oldest or 999):
            found: Age = group
            return found
    return ""


def counted(participations: Iterable[Participation]) -> list[Counted]:
    """Every combination that occurs, in the order of the headings; a person counts once in each.

    >>> one = Participation(7, "mentor", None, "25-34", "f", "waiting")
    >>> counted([one, one])[0].number
    1
    """
    numbers: Counter[tuple[str, Words | None, Age, str, Status]] = Counter(
        (one.role, one.form, one.age, one.sex, one.status) for one in set(participations)
    )
    ages, sexes, statuses = list(AGES), list(SEXES), list(STATUSES)

    def place(key: tuple[str, Words | None, Age, str, Status]) -> tuple[bool, str, int, int, int]:
        role, form, age, sex, status = key
        return role != "mentor", form.ru if form else "я", ages.index(age), sexes.index(sex), statuses.index(status)

    return [Counted(*key, numbers[key]) for key in sorted(numbers, key=place)]
