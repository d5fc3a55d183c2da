"""The registers: mentees, mentors, young specialists and teachers by name, and the counts for federal statistics."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, cast

from sqlalchemy import Connection

from engine.lifecycle import OUTCOMES
from engine.lifecycle.outcomes import Outcome
from engine.people_statistics import (
    AGES,
    HIDDEN_BELOW,
    NO_FORM,
    SEXES,
    STATUSES,
    Participation,
    Status,
    age_group,
    counted,
)
from engine.permissions import ROLE_TITLES
from engine.words import Words
from engine.young_specialists import is_young, years_of_service
from storage import people_registers
from storage.organisations import OrganisationRow
from storage.people_registers import Enlisted, Stay
from workflows.pinned_lifecycle import pinned_definition
from workflows.potential_mentors import potential_mentors

RegisterName = Literal["mentees", "mentors", "potential", "personified", "statistics"]
Cell = str | int | date | Words | None

TITLES: Mapping[RegisterName, Words] = MappingProxyType(
    {
        "mentees": Words("База наставляемых", "Register of mentees"),
        "mentors": Words("База наставников", "Register of mentors"),
        "potential": Words("Перечень возможных наставников", "Register of potential mentors"),
        "personified": Words(
            "Реестр персонифицированного учёта молодых специалистов и педагогов",
            "Personified register of young specialists and teachers",
        ),
        "statistics": Words("Данные для статистической формы", "Counts for federal statistics"),
    }
)
TABS: Mapping[RegisterName, Words] = MappingProxyType(
    {
        "mentees": Words("Наставляемые", "Mentees"),
        "mentors": Words("Наставники", "Mentors"),
        "potential": Words("Возможные наставники", "Potential mentors"),
        "personified": Words("Персонифицированный учёт", "Personified"),
        "statistics": Words("Статистика", "Statistics"),
    }
)
_PERSON = Words("Фамилия, имя, отчество", "Name")
_COLUMNS: Mapping[RegisterName, tuple[Words, ...]] = MappingProxyType(
    {
        "mentees": (
            _PERSON,
            Words("Класс или должность", "Class or position"),
            Words("Контакты", "Contacts"),
            Words("Контакты родителя", "Parent's contacts"),
            Words("Год рождения", "Birth year"),
            Words("Запрос", "Request"),
            Words("Дата вхождения", "Entered on"),
            Words("Наставник", "Mentor"),
            Words("Форма", "Form"),
            Words("Дата завершения", "Ended on"),
            Words("Результат", "Result"),
            Words("Отзыв", "Feedback"),
        ),
        "mentors": (
            _PERSON,
            Words("Контакты", "Contacts"),
            Words("Место работы или учёбы", "Place of work or study"),
            Words("Компетенции", "Competences"),
            Words("Достижения", "Achievements"),
            Words("Интересы", "Interests"),
            Words("Желаемый возраст", "Wished age"),
            Words("Ресурс времени", "Time"),
            Words("Пар, из возможных", "Pairs of capacity"),
            Words("Дата вхождения", "Entered on"),
            Words("Наставляемый", "Mentee"),
            Words("Форма", "Form"),
            Words("Дата завершения", "Ended on"),
            Words("Результат", "Result"),
        ),
        "potential": (
            _PERSON,
            Words("Организация", "Organisation"),
            Words("Должность", "Position"),
            Words("Контакты", "Contacts"),
            Words("Почему здесь", "Ground"),
            Words("Компетенции", "Competences"),
            Words("Желаемый возраст", "Wished age"),
            Words("Ресурс времени", "Time"),
            Words("Сколько пар может вести", "Capacity in pairs"),
            Words("Роль наставника", "Mentor's role"),
        ),
        "personified": (
            _PERSON,
            Words("Организация", "Organisation"),
            Words("Должность", "Position"),
            Words("Дата рождения", "Birth date"),
            Words("Дата приёма", "Hired on"),
            Words("Стаж, лет", "Years of service"),
            Words("Молодой специалист", "Young specialist"),
            Words("Роль", "Role"),
            Words("Наставник или наставляемый", "Mentor or mentee"),
            Words("Форма", "Form"),
            Words("С", "From"),
            Words("По", "To"),
            Words("Результат", "Result"),
        ),
        "statistics": (
            Words("Роль", "Role"),
            Words("Форма наставничества", "Form of mentoring"),
            Words("Возраст", "Age"),
            Words("Пол", "Sex"),
            Words("Участие на дату", "Participation on the date"),
            Words("Человек", "People"),
        ),
    }
)
_YES = Words("да", "yes")


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A register on a day. `unnamed`: people left out because the reader may not see their names. `people`: whom each
    row of potential mentors is about, 0 for whoever has a mentor's role already.
    """

    name: RegisterName
    title: Words
    day: date
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unnamed: int = 0
    people: tuple[int, ...] = ()


def show_register(
    tx: Connection, place: OrganisationRow, name: RegisterName, *, day: date, named: Callable[[str], bool]
) -> RegisterTable:
    """Of the organisation and everything below it. `named`: whether the people of an organisation have names for the
    reader; above it small counts are hidden, too."""
    ground = _Ground.of(tx, place.path, day)
    if name == "potential":
        return _potential(tx, place, ground, named)
    if name == "statistics":
        rows, unnamed = _statistics(ground, exact=all(named(one.path) for one in ground.people.values())), 0
    else:
        make = {"mentees": _mentees, "mentors": _mentors, "personified": _personified}[name]
        shown = [one for one in ground.people.values() if named(one.path)]
        rows = [row for one in shown for row in make(ground, one)]
        unnamed = sum(bool(make(ground, one)) for one in ground.people.values() if not named(one.path))
    return RegisterTable(name, TITLES[name], day, _COLUMNS[name], tuple(rows), unnamed)


@dataclass(frozen=True, slots=True)
class _Ground:
    """Everything a register is made of."""

    day: date
    people: Mapping[int, Enlisted]
    stays: Mapping[int, Sequence[Stay]]
    pairs: Mapping[int, Sequence[Stay]]
    forms: Mapping[int, Words]
    parents: Mapping[int, tuple[str, str]]
    heard: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    @classmethod
    def of(cls, tx: Connection, path: str, day: date) -> "_Ground":
        stays = people_registers.stays(tx, path, day=day)
        by_person: dict[int, list[Stay]] = {}
        by_pair: dict[int, list[Stay]] = {}
        for one in stays:
            by_person.setdefault(one.person_id, []).append(one)
            by_pair.setdefault(one.pair_id, []).append(one)
        return cls(
            day,
            {one.id: one for one in people_registers.enlisted(tx, path, day=day)},
            by_person,
            by_pair,
            {one: pinned_definition(tx, one).title for one in {stay.definition_id for stay in stays}},
            people_registers.representatives(tx, path, day=day),
            people_registers.heard(tx, path, day=day),
        )

    def over(self, stay: Stay) -> date | None:
        """The day the stay ended, by the day of the register."""
        ends = [end for end in (stay.to_day, stay.closed_on) if end is not None and end <= self.day]
        return min(ends, default=None)

    def partners(self, stay: Stay) -> str:
        """Who stood on the other side at some time of the stay."""
        others = [one.name for one in self.pairs[stay.pair_id] if one.role != stay.role and _meet(one, stay)]
        return ", ".join(dict.fromkeys(others))

    def result(self, stay: Stay) -> Words | None:
        ended = self.over(stay)
        if ended is None or stay.outcome is None or stay.closed_on is None or stay.closed_on > self.day:
            return None
        return OUTCOMES[cast(Outcome, stay.outcome)]

    def stays_as(self, person: Enlisted, role: str) -> list[Stay]:
        return [one for one in self.stays.get(person.id, ()) if one.role == role]


def _potential(tx: Connection, place: OrganisationRow, ground: _Ground, named: Callable[[str], bool]) -> RegisterTable:
    leading = [one.person_id for one in _all(ground) if one.role == "mentor" and ground.over(one) is None]
    found = list(potential_mentors(tx, place.path, ground.people.values(), leading=leading, day=ground.day))
    shown = [one for one in found if named(one.person.path)]
    rows: list[tuple[Cell, ...]] = [
        (
            one.person.name,
            one.person.organisation,
            one.person.position,
            _contacts(one.person),
            one.ground,
            ", ".join(one.competences),
            one.wished_age,
            one.time,
            one.capacity,
            _YES if one.person.mentor else None,
        )
        for one in shown
    ]
    return RegisterTable(
        "potential",
        TITLES["potential"],
        ground.day,
        _COLUMNS["potential"],
        tuple(rows),
        len(found) - len(shown),
        tuple(0 if one.person.mentor else one.person.id for one in shown),
    )


def _all(ground: _Ground) -> Iterable[Stay]:
    return (stay for stays in ground.stays.values() for stay in stays)


def _mentees(ground: _Ground, one: Enlisted) -> list[tuple[Cell, ...]]:
    stays: list[Stay | None] = [*ground.stays_as(one, "mentee")]
    parent = ", ".join(said for said in ground.parents.get(one.id, ()) if said)
    born = one.born.year if one.born else None
    own = (one.name, one.position, _contacts(one), parent, born, one.request)
    return [
        (
            *own,
            one.entered_on or (stay.from_day if stay else None),
            ground.partners(stay) if stay else "",
            ground.forms[stay.definition_id] if stay else None,
            ground.over(stay) if stay else None,
            ground.result(stay) if stay else None,
            _YES if stay and (stay.pair_id, one.id) in ground.heard else None,
        )
        for stay in stays or ([None] if one.mentee else [])
    ]


def _mentors(ground: _Ground, one: Enlisted) -> list[tuple[Cell, ...]]:
    stays: list[Stay | None] = [*ground.stays_as(one, "mentor")]
    live = sum(stay is not None and ground.over(stay) is None for stay in stays)
    own = (
        one.name,
        _contacts(one),
        one.place or one.organisation,
        ", ".join(one.competences),
        one.achievements,
        ", ".join(one.interests),
        one.wished_age,
        one.time_resource,
        live_of(live, one.capacity),
    )
    return [
        (
            *own,
            one.entered_on or (stay.from_day if stay else None),
            ground.partners(stay) if stay else "",
            ground.forms[stay.definition_id] if stay else None,
            ground.over(stay) if stay else None,
            ground.result(stay) if stay else None,
        )
        for stay in stays or ([None] if one.mentor else [])
    ]


def _personified(ground: _Ground, one: Enlisted) -> list[tuple[Cell, ...]]:
    """Young specialists, and staff who take part."""
    stays: list[Stay | None] = [*ground.stays.get(one.id, ())]
    young = is_young(one.kind, one.hired, ground.day)
    if one.kind != "staff" or not (young or stays or one.mentor or one.mentee):
        return []
    own = (
        one.name,
        one.organisation,
        one.position,
        one.born,
        one.hired,
        years_of_service(one.hired, ground.day),
        _YES if young else None,
    )
    held = ROLE_TITLES["mentor"] if one.mentor else ROLE_TITLES["mentee"] if one.mentee else None
    return [
        (
            *own,
            (ROLE_TITLES["mentor"] if stay.role == "mentor" else ROLE_TITLES["mentee"]) if stay else held,
            ground.partners(stay) if stay else "",
            ground.forms[stay.definition_id] if stay else None,
            stay.from_day if stay else one.entered_on,
            ground.over(stay) if stay else None,
            ground.result(stay) if stay else None,
        )
        for stay in stays or [None]
    ]


def _statistics(ground: _Ground, *, exact: bool) -> list[tuple[Cell, ...]]:
    found: list[tuple[Cell, ...]] = []
    for one in counted(_participations(ground)):
        hidden = not exact and one.number < HIDDEN_BELOW
        found.append(
            (
                ROLE_TITLES["mentor"] if one.role == "mentor" else ROLE_TITLES["mentee"],
                one.form or NO_FORM,
                AGES[one.age],
                SEXES[one.sex],
                STATUSES[one.status],
                f"<{HIDDEN_BELOW}" if hidden else one.number,
            )
        )
    return found


def _participations(ground: _Ground) -> Iterable[Participation]:
    for one in ground.people.values():
        age = age_group(one.born, ground.day)
        for role, held in (("mentor", one.mentor), ("mentee", one.mentee)):
            stays = ground.stays_as(one, role)
            live = {ground.forms[stay.definition_id] for stay in stays if ground.over(stay) is None}
            ended = {ground.forms[stay.definition_id] for stay in stays} - live
            forms: list[tuple[Words | None, Status]] = []
            forms.extend((form, "active") for form in live)
            forms.extend((form, "finished") for form in ended)
            if held and not forms:
                forms = [(None, "waiting")]
            for form, status in forms:
                yield Participation(one.id, role, form, age, one.sex, status)


def live_of(live: int, capacity: int | None) -> str:
    """«2 из 3»; without a capacity the number alone."""
    return str(live) if capacity is None else f"{live} из {capacity}"


def _contacts(one: Enlisted) -> str:
    return ", ".join(said for said in (one.phone, one.email) if said)


def _meet(one: Stay, other: Stay) -> bool:
    return (one.to_day is None or one.to_day >= other.from_day) and (
        other.to_day is None or other.to_day >= one.from_day
    )
