"""Stored texts back to values: `from_key(x.kind, x.value) == x` for every deadline."""

import re
from datetime import date

from engine.deadlines import whys
from engine.deadlines.model import (
    Ambiguous,
    Candidate,
    Continuous,
    Deadline,
    Empty,
    EventBound,
    External,
    Frequency,
    Month,
    Multi,
    Offset,
    Part,
    Point,
    Range,
    Recurring,
    Rule,
    Unit,
    Unreadable,
)
from engine.words import Words

_EVENT = re.compile(r"(?P<key>\S+)(?: (?P<sign>[+-])P(?P<amount>\d+)(?P<unit>[DWMY])(?P<work>\(work\))?)?")
_RULE_PARTS = frozenset({"DTSTART", "FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "UNTIL"})
_WEEKDAY = re.compile(r"-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)")


def from_key(kind: str, value: str) -> Deadline:
    """The deadline written as `kind` and `value`; raises ValueError naming what cannot be understood.

    >>> from_key("event", "order-signed +P3D(work)").offset.amount
    3
    """
    match kind:
        case "point" | "month" | "range" | "recurring":
            return _candidate(kind, value)
        case "continuous":
            return Continuous(_range(value) if value else None)
        case "event":
            return _event(value)
        case "external" if value:
            return External(value)
        case "multi":
            return Multi(tuple(_part(text) for text in value.split("|")))
        case "empty" if not value:
            return Empty()
        case "ambiguous":
            return _ambiguous(value)
        case "unreadable":
            why, _, suggestion = value.removeprefix("why: ").partition("; «")
            return Unreadable(_why(why), suggestion.removesuffix("»"))
        case _:
            raise ValueError(f"no deadline is written {kind!r} {value!r}")


def _candidate(kind: str, value: str) -> Candidate:
    match kind:
        case "point":
            return Point(date.fromisoformat(value))
        case "month":
            return _month(value)
        case "range":
            return _range(value)
        case _:
            return Recurring(tuple(_rule(text) for text in value.split("|")))


def _part(text: str) -> Part:
    return Continuous() if text == "continuous" else _candidate(_kind_of(text), text)


def _kind_of(text: str) -> str:
    if "FREQ=" in text:
        return "recurring"
    if ".." in text:
        return "range"
    return "month" if len(text) == 7 else "point"


def _month(value: str) -> Month:
    first = date.fromisoformat(f"{value}-01")
    return Month(first.year, first.month)


def _range(value: str) -> Range:
    start, _, end = value.partition("..")
    return Range(date.fromisoformat(start), date.fromisoformat(end))


def _rule(text: str) -> Rule:
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if unknown := parts.keys() - _RULE_PARTS:
        raise ValueError(f"unknown part of a rule: {', '.join(sorted(unknown))}")
    if "FREQ" not in parts:
        raise ValueError(f"a rule without FREQ: {text!r}")
    weekdays = tuple(parts["BYDAY"].split(",")) if "BYDAY" in parts else ()
    if wrong := [day for day in weekdays if not _WEEKDAY.fullmatch(day)]:
        raise ValueError(f"unknown weekday in a rule: {', '.join(wrong)}")
    return Rule(
        frequency=Frequency(parts["FREQ"]),
        interval=int(parts.get("INTERVAL", "1")),
        months=_numbers(parts.get("BYMONTH", "")),
        month_days=_numbers(parts.get("BYMONTHDAY", "")),
        weekdays=weekdays,
        start=date.fromisoformat(parts["DTSTART"]) if "DTSTART" in parts else None,
        until=date.fromisoformat(parts["UNTIL"]) if "UNTIL" in parts else None,
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",")) if text else ()


def _event(value: str) -> EventBound:
    found = _EVENT.fullmatch(value)
    if found is None:
        raise ValueError(f"no event is written {value!r}")
    if not found["amount"]:
        return EventBound(found["key"])
    amount = int(found["sign"] + found["amount"])
    return EventBound(found["key"], Offset(amount, Unit(found["unit"]), working=bool(found["work"])))


def _ambiguous(value: str) -> Ambiguous:
    text = value.removeprefix("why: ")
    why, _, choices = text.rpartition("; ")
    if not why:
        return Ambiguous(_why(text))
    try:
        candidates = tuple(_candidate(_kind_of(choice), choice) for choice in choices.split(" or "))
    except ValueError:  # hand-written text with a semicolon of its own
        return Ambiguous(_why(text))
    return Ambiguous(_why(why), candidates)


def _why(text: str) -> Words:
    return whys.BY_ENGLISH.get(text, Words(text, text))
