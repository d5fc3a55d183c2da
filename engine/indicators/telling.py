"""What a counting counts, in words for whoever has to confirm it."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.indicators.counting import RULES, Counting
from engine.words import Words

_WHO: Mapping[str, Words] = MappingProxyType(
    {
        "staff": Words("сотрудники", "staff"),
        "pupil": Words("ученики", "pupils"),
        "student": Words("студенты", "students"),
        "employer": Words("люди партнёров", "people of partners"),
        "": Words("люди", "people"),
    }
)
_ROLE: Mapping[str, Words] = MappingProxyType(
    {
        "mentor": Words("наставники", "mentors"),
        "mentee": Words("наставляемые", "mentees"),
        "either": Words("наставники или наставляемые", "mentors or mentees"),
    }
)
_ENTERED: Mapping[str, Words] = MappingProxyType(
    {
        "children": Words("дети территории", "children of the area"),
        "students": Words("студенты территории", "students of the area"),
        "teachers": Words("педагоги территории", "teachers of the area"),
        "young-teachers": Words("молодые учителя территории", "young teachers of the area"),
        "potential-mentees": Words("дети, которым нужен наставник, по категориям", "children who need a mentor"),
        "enterprises": Words("предприятия территории", "enterprises of the area"),
        "experts": Words("эксперты", "experts"),
        "lessons_per_group": Words("занятия в каждой группе", "lessons in each group"),
        "representatives": Words("представители на событиях", "representatives at events"),
        "event_participants": Words("участники мероприятий", "participants of events"),
        "council_attendance": Words("присутствовавшие на педсовете", "those at the council"),
        "publications": Words("публикации", "publications"),
        "rubrics": Words("рубрики", "rubrics"),
    }
)


def told(one: Counting) -> Words:
    """The things that are counted.

    >>> from engine.indicators.counting import counting
    >>> told(counting("people", kind="pupil", role="mentee", from_age=10, to_age=19)).ru
    'ученики 10–19 лет — наставляемые, по данным программы'
    >>> told(counting("entered", what="children-10-19")).ru
    'дети территории 10–19 лет, вносится вручную'
    """
    match one.rule:
        case "people":
            return _people(one)
        case "entered" | "whole":
            name = entered_name(one.word("what"))
            return Words(f"{name.ru}, вносится вручную", f"{name.en}, entered by hand")
        case "enterprises" if one.word("role"):
            return Words("предприятия, чьи люди — наставники", "enterprises whose people are mentors")
        case _:
            return RULES[one.rule].title


def _people(one: Counting) -> Words:
    who, role = _WHO[one.word("kind")], _ROLE.get(one.word("role"))
    youngest, oldest, years = (one.number(name) for name in ("from_age", "to_age", "hired_years"))
    ages = f" {youngest}–{oldest}" if youngest is not None and oldest is not None else ""
    ru, en = who.ru + (f"{ages} лет" if ages else ""), who.en + (f" aged{ages}" if ages else "")
    if years is not None:
        ru, en = f"{ru} со стажем до {years} лет", f"{en} with up to {years} years of work"
    if role is not None:
        ru, en = f"{ru} — {role.ru}", f"{en} who are {role.en}"
    return Words(f"{ru}, по данным программы", f"{en}, from the data")


def entered_name(what: str) -> Words:
    """What somebody enters.

    >>> entered_name("children-7-17").en
    'children of the area aged 7–17'
    """
    if what in _ENTERED:
        return _ENTERED[what]
    group, _, ages = what.partition("-")
    youngest, _, oldest = ages.partition("-")
    if group in _ENTERED and youngest.isdigit() and oldest.isdigit():
        name = _ENTERED[group]
        return Words(f"{name.ru} {youngest}–{oldest} лет", f"{name.en} aged {youngest}–{oldest}")
    if what.endswith("-numerator"):
        return Words("числитель", "the numerator")
    if what.endswith("-denominator"):
        return Words("знаменатель", "the denominator")
    return Words(what, what)
