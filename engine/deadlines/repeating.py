"""Findings with a frequency → rules of the due days."""

from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta

from engine.deadlines import whys
from engine.deadlines.findings import Begin, EachOfMonths, MonthDays, Often, Piece, Span, Stretch, Weekdays
from engine.deadlines.model import Ambiguous, Candidate, Frequency, Recurring, Rule, Unreadable
from engine.deadlines.recurrence import rule_days
from engine.deadlines.rules import rule_of
from engine.deadlines.settling import Dated, due_of, settled, start_of
from engine.periods import Period
from engine.words import Words

_BROAD = ("year", "half", "quarter", "schoolquarter")
_QUARTER_ENDS, _QUARTER_STARTS = (3, 6, 9, 12), (1, 4, 7, 10)
_LOOK_AHEAD = relativedelta(years=2, days=-1)
# how many due days a frequency needs each year; «ежегодно» takes any number
_EXPECTED = {("half", 1): 2, ("quarter", 1): 4, ("schoolquarter", 1): 4} | {("year", n): n for n in range(2, 13)}
_IN_YEAR = {"half": 2, "quarter": 4, "schoolquarter": 4, "month": 12}
_SUMMER_ENDS, _SCHOOL_ENDS = (6, 12), (12, 5)


@dataclass(frozen=True, slots=True)
class Repetition:
    """What one segment of a phrase says about repetition."""

    oftens: tuple[Often, ...]
    days: tuple[MonthDays, ...]
    weekdays: tuple[Weekdays, ...]
    together: tuple[EachOfMonths, ...]
    spans: tuple[Span, ...]
    begins: tuple[Begin, ...]

    @property
    def said(self) -> bool:
        """Whether anything repeats here; a bare weekday or «до 5 числа» alone does not."""
        by_month = any(one.of in {"any", "following"} for one in self.days)
        return bool(self.oftens or self.together or by_month or any(one.sure for one in self.weekdays))


Answer = Recurring | Ambiguous | Unreadable


def recurring(said: Repetition, period: Period | None) -> Answer:
    """The rules, or the question that keeps them from being certain."""
    base = _base(said)
    if base is None:
        return Ambiguous(whys.SEVERAL_MEANINGS)
    items = tuple(item for span in said.spans for item in span.items)
    if said.together:
        together = tuple(
            Rule(Frequency.YEARLY, base.interval, months=one.months, month_days=(one.day,)) for one in said.together
        )
        bounded = _within(together, items, period)
        return _begun(bounded, said.begins, period) if isinstance(bounded, tuple) else bounded
    windows = tuple(item for item in items if _is_window(item, base, alone=len(items) == 1))
    marks = tuple(item for item in items if item not in windows)
    if marks and base.base in _BROAD:
        rules = _marked(base, marks, windows, period)
        if isinstance(rules, tuple) and len(rules) != _EXPECTED.get((base.base, base.times), len(rules)):
            rules = Ambiguous(whys.HOW_OFTEN, (Recurring(rules),))
    else:
        rules = _plain(base, said, period)
        if isinstance(rules, tuple) and marks:
            rules = _with_months(rules, base, marks, period)
    if not isinstance(rules, tuple):
        return rules
    rules = _within(rules, windows, period)
    return _begun(rules, said.begins, period) if isinstance(rules, tuple) else rules


def first_due(rule: Rule, day: date) -> date | None:
    """The first day on or after `day` that an unbounded rule falls on."""
    free = replace(rule, start=None, interval=1)
    return next(iter(rule_days(free, Period(day, day + _LOOK_AHEAD))), None)


Rules = tuple[Rule, ...] | Ambiguous


def _base(said: Repetition) -> Often | None:
    """The one frequency: the more exact of «ежегодно, 1 раз в квартал»; None when two disagree."""
    oftens = tuple(dict.fromkeys(said.oftens)) or (
        Often("year" if said.together else "month" if said.days else "week"),
    )
    if len(oftens) > 1:
        exact = tuple(one for one in oftens if one != Often("year") and not _counted_again(one, oftens))
        oftens = exact or oftens[:1]
    return oftens[0] if len(oftens) == 1 else None


def _counted_again(one: Often, oftens: tuple[Often, ...]) -> bool:
    """«4 раза в год (1 раз в четверть)»: the second says when."""
    return one.base == "year" and any(
        other.interval == other.times == 1 and _IN_YEAR.get(other.base) == one.times for other in oftens
    )


def _is_window(item: Piece | Stretch, base: Often, *, alone: bool) -> bool:
    """Spans that bound a repetition rather than name its due days."""
    if isinstance(item, Piece):
        return item.from_year
    if item.start.year and item.end.year and not (alone and base == Often("year") and not _lasts_years(item)):
        return True
    return base.base in {"week", "day", "schoolquarter", "half"} or (base.base == "year" and base.times > 1)


def _lasts_years(stretch: Stretch) -> bool:
    first, last = stretch.start.year, stretch.end.year
    return bool(first and last) and (last or 0) - (first or 0) > int(stretch.end.last < stretch.start.first)


def _marked(
    base: Often, marks: tuple[Piece | Stretch, ...], windows: tuple[Piece | Stretch, ...], period: Period | None
) -> Rules:
    """«ежегодно (март, май)»: a yearly rule for each; a written year is where it starts."""
    rules: list[Rule] = []
    doubt: Words | None = None
    for mark in marks:
        last = mark.end if isinstance(mark, Stretch) else mark
        if last.half:
            last = _half_in(last, period)
        rule = rule_of(last if isinstance(mark, Piece) else replace(last, shape="range"))
        if isinstance(mark, Stretch) and mark.end.shape == "point":
            rule = rule_of(mark.end)
        if base.base == "year" and base.times == 1:
            rule = replace(rule, interval=base.interval)
        if last.doubt is not whys.FOLLOWING_YEAR:  # every year follows another
            doubt = doubt or last.doubt
        if last.week:
            doubt = doubt or whys.WEEK_BORDER
        if last.year is not None and not windows:
            dates = settled((mark,), period).dates
            rule = replace(rule, start=due_of(dates[0])) if dates else rule
        rules.append(rule)
    if any(rule.start for rule in rules) and not all(rule.start for rule in rules):
        doubt = doubt or whys.SEVERAL_MEANINGS  # «февраль 2022 г., затем ежегодно до 1 сентября» without «затем»
    return Ambiguous(doubt, (Recurring(tuple(rules)),)) if doubt else tuple(dict.fromkeys(rules))


def _half_in(piece: Piece, period: Period | None) -> Piece:
    if period is None:
        return replace(piece, doubt=whys.WHICH_YEAR)
    if not period.is_school_year:
        return piece
    return replace(piece, last=(12, 31) if piece.half == 1 else (5, 31), half=0)


def _plain(base: Often, said: Repetition, period: Period | None) -> Rules:
    days = tuple(dict.fromkeys(day for one in said.days for day in one.days))
    names = tuple(dict.fromkeys(name for one in said.weekdays for name in one.names))
    if base.times > 1 and not (base.base == "year" and base.times == 2):
        return _several_times(base, days, names)
    match base.base:
        case "day" | "week" | "schoolquarter" | "half" if days:
            return _on_days(days, said.days, base, period)
        case "day":
            return (Rule(Frequency.DAILY, base.interval),)
        case "week" if any(len(name) > 2 for name in names):
            return Ambiguous(whys.SEVERAL_MEANINGS)
        case "week":
            return (Rule(Frequency.WEEKLY, base.interval, weekdays=names),)
        case "month":
            return _monthly(base, days, names)
        case "quarter" if base.interval == 1:
            return _quarterly(days, said.days)
        case "schoolquarter" if base.interval == 1:
            return (Rule(Frequency.SCHOOL_QUARTERLY),)
        case "half" if base.interval == 1:
            return _half_yearly(base, period)
        case "year" if days or names:
            return Ambiguous(whys.WHICH_MONTH)
        case "year":
            twice = base.times == 2
            return (Rule(Frequency.TWICE_YEARLY) if twice else Rule(Frequency.YEARLY, base.interval),)
        case _:
            return Ambiguous(whys.HOW_OFTEN)


def _several_times(base: Often, days: tuple[int, ...], names: tuple[str, ...]) -> Rules:
    """«2 раза в месяц» with as many days named is exact; without them it is a question."""
    if base.base == "week" and len(names) == base.times:
        return (Rule(Frequency.WEEKLY, base.interval, weekdays=names),)
    if base.base == "month" and len(days) == base.times:
        return (Rule(Frequency.MONTHLY, base.interval, month_days=days),)
    if base.base == "month" and len(names) == base.times and all(name[0] in "-12345" for name in names):
        return (Rule(Frequency.MONTHLY, base.interval, weekdays=names),)
    offered: tuple[Candidate, ...] = ()
    if (base.base, base.times) == ("month", 2):
        offered = (Recurring((Rule(Frequency.MONTHLY, month_days=(15, -1)),)),)
    if (base.base, base.times) == ("year", 4):
        offered = (Recurring((Rule(Frequency.YEARLY, months=_QUARTER_ENDS, month_days=(-1,)),)),)
    return Ambiguous(whys.HOW_OFTEN, offered)


def _monthly(base: Often, days: tuple[int, ...], names: tuple[str, ...]) -> Rules:
    if names and all(len(name) > 2 for name in names) and not days:
        return (Rule(Frequency.MONTHLY, base.interval, weekdays=names),)
    if names:
        return Ambiguous(whys.SEVERAL_MEANINGS)
    return (Rule(Frequency.MONTHLY, base.interval, month_days=days or (-1,)),)


def _quarterly(days: tuple[int, ...], said: tuple[MonthDays, ...]) -> Rules:
    if not days:
        return (Rule(Frequency.YEARLY, months=_QUARTER_ENDS, month_days=(-1,)),)
    following = Rule(Frequency.YEARLY, months=_QUARTER_STARTS, month_days=days)
    last = Rule(Frequency.YEARLY, months=_QUARTER_ENDS, month_days=days)
    match said[0].of:
        case "following":
            return (following,)
        case "last":
            return (last,)
        case "" | "any":
            return Ambiguous(whys.WHICH_MONTH, (Recurring((following,)), Recurring((last,))))


def _half_yearly(base: Often, period: Period | None) -> Rules:
    calendar = Rule(Frequency.YEARLY, months=_SUMMER_ENDS, month_days=(-1,))
    school = Rule(Frequency.YEARLY, months=_SCHOOL_ENDS, month_days=(-1,))
    kind = base.half_kind
    if not kind and period is None:
        return Ambiguous(whys.WHICH_YEAR, (Recurring((school,)), Recurring((calendar,))))
    is_school = kind == "school" or (not kind and period is not None and period.is_school_year)
    return (school,) if is_school else (calendar,)


def _on_days(days: tuple[int, ...], said: tuple[MonthDays, ...], base: Often, period: Period | None) -> Rules:
    """«раз в полугодие, до 10 числа месяца, следующего за отчётным периодом»: in a calendar half-year certain."""
    if base.base != "half" or base.interval > 1:
        return Ambiguous(whys.WHICH_MONTH)
    ends = _half_yearly(base, period)
    if isinstance(ends, Ambiguous):
        return ends
    if ends[0].months == _SUMMER_ENDS and said[0].of in {"following", "last"}:
        months = _SUMMER_ENDS if said[0].of == "last" else (1, 7)
        return (Rule(Frequency.YEARLY, months=months, month_days=days),)
    return Ambiguous(whys.WHICH_MONTH)


def _with_months(
    rules: tuple[Rule, ...], base: Often, marks: tuple[Piece | Stretch, ...], period: Period | None
) -> Rules:
    """«ежемесячно с октября по май»: only in those months; weeks and days get a start and an end."""
    if base.base != "month":
        return Ambiguous(whys.SEVERAL_MEANINGS, tuple(Recurring((rule,)) for rule in rules))
    if len(marks) == 1 and isinstance(marks[0], Stretch):
        stretch = marks[0]
        if stretch.start.year or stretch.end.year or stretch.end.school_year:
            return _window(rules, settled(marks, period).dates, settled(marks, period).doubt, None)
        if stretch.start.shape == stretch.end.shape == "month":
            months = _months_between(stretch.start.first[0], stretch.end.last[0])
            return tuple(replace(rule, months=months) for rule in rules)
    listed = [mark for mark in marks if isinstance(mark, Piece) and mark.shape == "month" and not mark.year]
    if len(listed) == len(marks) > 1:
        return tuple(replace(rule, months=tuple(mark.first[0] for mark in listed)) for rule in rules)
    return Ambiguous(whys.SEVERAL_MEANINGS, tuple(Recurring((rule,)) for rule in rules))


def _months_between(first: int, last: int) -> tuple[int, ...]:
    count = (last - first) % 12 + 1
    return tuple((first + number - 1) % 12 + 1 for number in range(count))


def _within(rules: tuple[Rule, ...], windows: tuple[Piece | Stretch, ...], period: Period | None) -> Rules:
    """«еженедельно, сентябрь – октябрь 2025»: start and end; a window as wide as the plan says nothing."""
    for window in windows:
        found = settled((window,), period)
        by_days = isinstance(window, Stretch) and window.start.shape == "point"
        rules_now = _window(rules, found.dates, found.doubt, None if by_days else period, exact=by_days)
        if not isinstance(rules_now, tuple):
            return rules_now
        rules = rules_now
        if any(rule.start == rule.until for rule in rules if rule.until):
            return Ambiguous(whys.SEVERAL_MEANINGS, found.dates)  # «ежегодно, 2025 год»
    return rules


def _window(
    rules: tuple[Rule, ...],
    dates: tuple[Dated, ...],
    doubt: Words | None,
    period: Period | None,
    *,
    exact: bool = False,
) -> Rules:
    if doubt or not dates:
        return Ambiguous(doubt or whys.SEVERAL_MEANINGS, tuple(Recurring((rule,)) for rule in rules))
    start, end = start_of(dates[0]), due_of(dates[-1])
    if period and start <= period.start and period.end <= end:
        return rules
    return tuple(replace(rule, start=_aligned(rule, start, exact=exact), until=end) for rule in rules)


def _begun(rules: tuple[Rule, ...], begins: tuple[Begin, ...], period: Period | None) -> Answer:
    if not begins:
        return Recurring(rules)
    if len(begins) > 1:
        return Ambiguous(whys.SEVERAL_MEANINGS, (Recurring(rules),))
    piece = next(iter(begins)).piece
    bare_year = any(rule.frequency is Frequency.YEARLY and not rule.months for rule in rules)
    if bare_year and (piece.shape == "month" or not (piece.year or piece.school_year)):
        yearly = Recurring((rule_of(piece),))  # «ежегодно с 1 сентября»: each year on that day, or from it on?
        return Ambiguous(whys.SEVERAL_MEANINGS, (yearly,))
    found = settled((piece,), period)
    if found.doubt or not found.dates:
        return Ambiguous(found.doubt or whys.OPEN_START, (Recurring(rules),))
    start = start_of(found.dates[0])
    exact = piece.shape == "point"
    return Recurring(tuple(replace(rule, start=_aligned(rule, start, exact=exact)) for rule in rules))


def _aligned(rule: Rule, day: date, *, exact: bool = False) -> date:
    """The first due day from `day` on; a week or a year without its own day takes `day` itself when it is
    exact."""
    bare = not rule.weekdays and not rule.month_days
    keeps = rule.frequency in {Frequency.DAILY, Frequency.SCHOOL_QUARTERLY, Frequency.TWICE_YEARLY}
    if keeps or (bare and (exact or rule.frequency is Frequency.WEEKLY)):
        return day
    return first_due(rule, day) or day
