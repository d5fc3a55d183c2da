"""Findings put together: one deadline, and what the curator should know about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from engine.deadlines import whys
from engine.deadlines.findings import (
    After,
    Always,
    Begin,
    Break,
    Choice,
    EachOfMonths,
    Elsewhere,
    Finding,
    MonthDays,
    Note,
    Often,
    Piece,
    Settled,
    Shape,
    Span,
    Stray,
    Then,
    Weekdays,
)
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
    Part,
    Point,
    Range,
    Recurring,
    Rule,
    Unreadable,
)
from engine.deadlines.names import event_key
from engine.deadlines.repeating import Repetition, first_due, recurring
from engine.deadlines.rules import rule_of
from engine.deadlines.settling import due_of, is_long, outside, settled, start_of
from engine.periods import Period, month_end
from engine.words import Words

_CHOSEN = (Often, Span, Always, After, Begin, Elsewhere)  # what an «или» may choose between
_DAY = timedelta(days=1)
_YEAR_ENDS = frozenset({event_key("окончания года"), event_key("окончания календарного года")})
_HALF = 6
_EACH_YEAR = Recurring((Rule(Frequency.YEARLY),))
_OTHER_CALENDARS = ("school-holidays", "school-quarter", "school-trimester", "school-semester", "den-")
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Meaning:
    deadline: Deadline
    warnings: tuple[Words, ...] = ()


def combined(findings: list[Finding], period: Period | None) -> Meaning:
    """The meaning of a whole phrase."""
    first, *later = _parted(findings, Then)
    meaning = _sentence(first, period)
    for segment in later:
        meaning = _continued(meaning, segment, period)
    return meaning


def _parted(findings: list[Finding], at: type[Then] | type[Break]) -> list[list[Finding]]:
    parts: list[list[Finding]] = [[]]
    for finding in findings:
        if isinstance(finding, at):
            parts.append([])
        else:
            parts[-1].append(finding)
    return parts


def _sentence(findings: list[Finding], period: Period | None) -> Meaning:
    """Segments between semicolons add up, unless a frequency and its days only stand apart."""
    segments = [part for part in _parted(findings, Break) if any(not isinstance(one, Note) for one in part)]
    if len(segments) < 2:
        return _segment([one for one in findings if not isinstance(one, Break)], period)
    meanings = [_segment(part, period) for part in segments]
    if any(isinstance(one.deadline, Empty | Ambiguous | Unreadable | EventBound | External) for one in meanings):
        return _segment([one for one in findings if not isinstance(one, Break)], period)
    if _said_apart(segments):
        return _segment([one for one in findings if not isinstance(one, Break)], period)
    parts = tuple(part for one in meanings for part in _parts_of(one.deadline))
    return Meaning(_several(parts), tuple(words for one in meanings for words in one.warnings))


def _said_apart(segments: list[list[Finding]]) -> bool:
    """«ежегодно; сентябрь, май»: a frequency in one segment, its undated days in another."""
    often = [any(isinstance(one, Often | EachOfMonths) for one in segment) for segment in segments]
    return any(often) and any(
        not is_often and any(_undated(one) for one in segment)
        for is_often, segment in zip(often, segments, strict=True)
    )


def _undated(finding: Finding) -> bool:
    return isinstance(finding, Span) and any(
        isinstance(item, Piece) and not item.year and not item.school_year for item in finding.items
    )


def _bare_years(span: Span) -> bool:
    return all(isinstance(item, Piece) and item.from_year for item in span.items)


def _parts_of(deadline: Deadline) -> tuple[Part, ...]:
    match deadline:
        case Recurring(rules):
            return tuple(Recurring((rule,)) for rule in rules)
        case Multi(parts):
            return parts
        case Continuous(span):
            return (span,) if span else (Continuous(),)
        case Point() | Month() | Range():
            return (deadline,)
        case _:
            return ()


def _several(parts: tuple[Part, ...]) -> Deadline:
    """One part stays itself, rules alone stay a recurrence."""
    parts = tuple(dict.fromkeys(parts))
    if len(parts) == 1:
        return parts[0]
    rules = [rule for part in parts if isinstance(part, Recurring) for rule in part.rules]
    if len(rules) == len(parts):
        return Recurring(tuple(rules))
    return Multi(parts)


def _of(findings: list[Finding], kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(finding for finding in findings if isinstance(finding, kind))


def _segment(findings: list[Finding], period: Period | None) -> Meaning:
    """One sentence without «далее»."""
    strays = _of(findings, Stray)
    if strays:
        rest = _segment([one for one in findings if not isinstance(one, Stray)], period).deadline
        return Meaning(_half_understood(rest, of_time=any(one.of_time for one in strays)))
    for one in _of(findings, Settled):
        if not isinstance(one.deadline, Empty) or not any(not isinstance(other, Note | Settled) for other in findings):
            return Meaning(one.deadline)
    said = Repetition(
        _of(findings, Often),
        _of(findings, MonthDays),
        _of(findings, Weekdays),
        _of(findings, EachOfMonths),
        _of(findings, Span),
        _of(findings, Begin),
    )
    warnings = tuple(_ignored(findings))
    if said.said:
        meaning = _repeated(findings, said, period)
    elif _of(findings, Elsewhere) and not said.begins and not said.days and all(map(_bare_years, said.spans)):
        meaning = Meaning(_undated_meaning(findings))  # «план 2025 года» is the plan's name, not the date
    elif said.spans or said.begins or said.days:
        meaning = _dated(findings, said, period)
    else:
        meaning = Meaning(_undated_meaning(findings))
    return Meaning(meaning.deadline, (*meaning.warnings, *warnings))


def _half_understood(rest: Deadline, *, of_time: bool) -> Deadline:
    if isinstance(rest, Point | Month | Range | Recurring):
        return Ambiguous(whys.HALF_UNDERSTOOD, (rest,))
    if isinstance(rest, Ambiguous):
        return Ambiguous(whys.HALF_UNDERSTOOD, rest.candidates)
    if isinstance(rest, Multi):
        dated = tuple(part for part in rest.parts if not isinstance(part, Continuous))
        return Ambiguous(whys.HALF_UNDERSTOOD, dated)
    return Ambiguous(whys.HALF_UNDERSTOOD) if of_time else Unreadable(whys.HALF_UNDERSTOOD)


def _ignored(findings: list[Finding]) -> Iterator[Words]:
    """What stood beside the date and does not change it."""
    notes = " ".join(one.text for one in _of(findings, Note) if len(one.text) > 1)
    if notes:
        yield Words(f"не относится к сроку: {notes}", f"not part of the deadline: {notes}")
    if len(findings) > 1 and _of(findings, Elsewhere):
        yield Words("есть ссылка на другой план: сверьте с ним", "another plan is mentioned: compare with it")
    if len(findings) > 1 and _of(findings, After):
        yield Words("срок привязан и к событию: проверьте", "an event is mentioned as well: check it")


def _repeated(findings: list[Finding], said: Repetition, period: Period | None) -> Meaning:
    answer = recurring(said, period)
    candidates = (
        (answer,) if isinstance(answer, Recurring) else answer.candidates if isinstance(answer, Ambiguous) else ()
    )
    if _of(findings, Choice) and sum(isinstance(one, _CHOSEN) for one in findings) > 1:
        return Meaning(Ambiguous(whys.EITHER, candidates))
    elsewhere = any(one.key.startswith(_OTHER_CALENDARS) for one in _of(findings, Elsewhere))
    if any(one.offset for one in _of(findings, After)) or (elsewhere and answer == _EACH_YEAR):
        return Meaning(Ambiguous(whys.SEVERAL_MEANINGS, candidates))  # «ежегодно в каникулы»: not at the year's end
    return Meaning(answer)


def _dated(findings: list[Finding], said: Repetition, period: Period | None) -> Meaning:
    if said.days:
        return Meaning(Ambiguous(whys.WHICH_MONTH, _by_month(said.days)))
    if said.begins:
        return Meaning(_open(findings, said, period))
    items = tuple(item for span in said.spans for item in span.items)
    found = settled(items, period)
    if found.doubt or not found.dates:
        return Meaning(Ambiguous(found.doubt or whys.NO_DATE, found.dates))
    if _of(findings, Choice) and (len(found.dates) > 1 or sum(isinstance(one, _CHOSEN) for one in findings) > 1):
        return Meaning(Ambiguous(whys.EITHER, found.dates))
    if any(one.offset for one in _of(findings, After)) or _one_in_another(found.dates):
        return Meaning(Ambiguous(whys.SEVERAL_MEANINGS, found.dates))
    if found.guessed and _after_a_year(findings, found.dates, period):
        return Meaning(Ambiguous(whys.FOLLOWING_YEAR, found.dates))
    deadline = _with_always(findings, said, found.dates)
    return Meaning(deadline, tuple(_about_years(found.dates, period, guessed=found.guessed)))


def _one_in_another(dates: tuple[Point | Month | Range, ...]) -> bool:
    """«I полугодие (декабрь)»: both, or only the shorter one?"""
    spans = [(start_of(one), due_of(one)) for one in dates]
    return any(one is not other and other[0] <= one[0] and one[1] <= other[1] for one in spans for other in spans)


def _after_a_year(findings: list[Finding], dates: tuple[Point | Month | Range, ...], period: Period | None) -> bool:
    """«до 1 февраля по итогам года»: the February of the plan's first year comes too early."""
    results = any(one.key in _YEAR_ENDS for one in _of(findings, After))
    calendar = period is not None and not period.is_school_year
    return results and calendar and any(due_of(one).month <= _HALF for one in dates)


def _with_always(findings: list[Finding], said: Repetition, dates: tuple[Point | Month | Range, ...]) -> Deadline:
    """«в течение 2025 года» is continuous with a span; «сентябрь, далее постоянно» has two parts."""
    items = [item for span in said.spans for item in span.items]
    years = all(isinstance(item, Piece) and item.from_year for item in items)
    only = dates[0] if len(dates) == 1 else None
    written = any(piece.year or piece.school_year for item in items for piece in _pieces(item))
    if isinstance(only, Range) and years and all(span.throughout for span in said.spans):
        return Continuous(only)
    if always := _of(findings, Always):
        if isinstance(only, Range) and (years or any(one.steadily for one in always)):
            return Continuous(only if written else None)
        return _several((*dates, Continuous()))
    return _several(dates)


def _pieces(item: object) -> tuple[Piece, ...]:
    if isinstance(item, Piece):
        return (item,)
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    return tuple(piece for piece in (start, end) if isinstance(piece, Piece))


def _about_years(dates: tuple[Point | Month | Range, ...], period: Period | None, *, guessed: bool) -> Iterator[Words]:
    if warning := outside(dates, period):
        yield warning
    if guessed and is_long(period):
        yield Words(
            "год не назван: взят первый подходящий в плане", "no year is written: the first in the plan is taken"
        )


def _by_month(days: tuple[MonthDays, ...]) -> tuple[Candidate, ...]:
    return (Recurring((Rule(Frequency.MONTHLY, month_days=days[0].days),)),)


def _open(findings: list[Finding], said: Repetition, period: Period | None) -> Deadline:
    """A start without an end: continuous when that is said, else a question."""
    found = settled((said.begins[0].piece,), period)
    start = start_of(found.dates[0]) if found.dates else None
    span = Range(start, period.end) if start and period and start <= period.end else None
    if _of(findings, Always) and not said.spans and not found.doubt:
        written = said.begins[0].piece.year or said.begins[0].piece.school_year
        return Continuous(span if written else None)
    return Ambiguous(found.doubt or whys.OPEN_START, (span,) if span else found.dates)


def _undated_meaning(findings: list[Finding]) -> Deadline:
    """No date and no frequency: an event, another plan, all the time, or nothing."""
    afters, plans, always = _of(findings, After), _of(findings, Elsewhere), _of(findings, Always)
    exact = tuple(one for one in afters if one.offset)
    if _of(findings, Choice) and sum(isinstance(one, _CHOSEN) for one in findings) > 1:
        return Ambiguous(whys.EITHER)
    if always and not exact:
        return Continuous()
    if always or len({(one.key, one.offset) for one in exact}) > 1:
        return Ambiguous(whys.SEVERAL_MEANINGS)
    if afters:
        one = (exact or afters)[0]
        return EventBound(one.key, one.offset)
    if plans:
        return External(plans[0].key)
    weekdays = _of(findings, Weekdays)
    if weekdays:
        often = Frequency.MONTHLY if weekdays[0].names[0][:-2] else Frequency.WEEKLY
        return Ambiguous(whys.SEVERAL_MEANINGS, (Recurring((Rule(often, weekdays=weekdays[0].names),)),))
    return Unreadable(whys.NOT_A_DEADLINE) if findings else Empty()


def _continued(meaning: Meaning, segment: list[Finding], period: Period | None) -> Meaning:
    """«…, далее – …»: what follows starts after what went before."""
    parts = _parts_of(meaning.deadline)
    after = _sentence(segment, period)
    warnings = (*meaning.warnings, *after.warnings)
    if not parts:
        if isinstance(meaning.deadline, Empty | Unreadable):
            return Meaning(after.deadline, warnings)
        return Meaning(meaning.deadline, warnings)
    if not segment:
        return meaning
    if isinstance(meaning.deadline, Recurring) and isinstance(after.deadline, Recurring):
        return Meaning(Ambiguous(whys.SEVERAL_MEANINGS, (meaning.deadline, after.deadline)), warnings)
    match after.deadline:
        case Recurring(rules):
            later: tuple[Part, ...] = tuple(Recurring((_starting(rule, parts),)) for rule in rules)
        case Continuous():
            later = (Continuous(),)
        case Point() | Month() | Range() | Multi():
            later = _parts_of(after.deadline)
        case Ambiguous():
            return Meaning(after.deadline, warnings)
        case _:
            note = Words("что «далее», не понято как срок", "what comes afterwards is not read as a deadline")
            return Meaning(meaning.deadline, (*warnings, note))
    return Meaning(_several((*parts, *later)), warnings)


def _starting(rule: Rule, parts: tuple[Part, ...]) -> Rule:
    """The rule with the first due day after the dates before it."""
    dates = [part for part in parts if isinstance(part, Point | Month | Range)]
    if rule.start or not dates:
        return rule
    last = max(due_of(one) for one in dates)
    if rule.frequency is Frequency.YEARLY and not rule.months:
        return _yearly_after(rule, dates[-1])
    if rule.frequency in {Frequency.DAILY, Frequency.SCHOOL_QUARTERLY, Frequency.TWICE_YEARLY}:
        return replace(rule, start=last + _DAY)
    return replace(rule, start=first_due(rule, last + _DAY))


def _yearly_after(rule: Rule, last: Point | Month | Range) -> Rule:
    """Whole years go on as plan years, anything else on its own day of the year."""
    due = due_of(last)
    start = start_of(last)
    whole = isinstance(last, Range) and (start.day, start.month) in {(1, 1), (1, 9)} and (due - start).days >= 364
    if whole:
        return replace(rule, start=month_end(due.year + rule.interval, due.month))
    shape: Shape = "point" if isinstance(last, Point) else "range"
    yearly = rule_of(Piece(shape, (due.month, due.day), (due.month, due.day)))
    return replace(yearly, interval=rule.interval, start=first_due(yearly, due + _DAY))
