"""Years for pieces that were said without one, and real dates for all of them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.deadlines import whys
from engine.deadlines.findings import Piece, Stretch
from engine.deadlines.grammar_pieces import half_piece
from engine.deadlines.model import Month, Point, Range
from engine.deadlines.recurrence import rule_days
from engine.deadlines.rules import rule_of
from engine.periods import MonthDay, Period, month_end
from engine.words import Words

Dated = Point | Month | Range
_DAY = timedelta(days=1)
_AUGUST, _SEPTEMBER = 8, 9
_LONG_PLAN = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Settled:
    """The dates, or a doubt with the candidates; `guessed` when some year was not written."""

    dates: tuple[Dated, ...]
    doubt: Words | None = None
    guessed: bool = False


def settled(items: tuple[Piece | Stretch, ...], period: Period | None) -> Settled:
    """Dates of a list as it was said: a written year also dates its neighbours, else the plan's period
    decides."""
    pieces = [_joined(item, period) for item in _with_common_year(items)]
    pieces = [_in_kind_of_year(piece, period) for piece in pieces]
    placed: list[Settled] = []
    for index, piece in enumerate(pieces):
        placed.append(_placed(piece, pieces, index, placed, period))
    dates = tuple(dict.fromkeys(day for one in placed for day in one.dates))
    doubt = next((one.doubt for one in placed if one.doubt), None)
    return Settled(dates, doubt, any(one.guessed for one in placed))


def start_of(dated: Dated) -> date:
    match dated:
        case Point(day):
            return day
        case Month(year, month):
            return date(year, month, 1)
        case Range(start, _):
            return start


def due_of(dated: Dated) -> date:
    """The last day, on which it is due."""
    match dated:
        case Point(day):
            return day
        case Month(year, month):
            return month_end(year, month)
        case Range(_, end):
            return end


def _with_common_year(items: tuple[Piece | Stretch, ...]) -> list[Piece | Stretch]:
    """«2025 год: сентябрь, октябрь», «2025-2026 учебный год, май»: a bare year beside undated pieces dates
    them."""
    items = _all_school_years(_year_after_date(items))
    years = [item for item in items if isinstance(item, Piece) and item.from_year]
    others = [item for item in items if not (isinstance(item, Piece) and item.from_year)]
    if len(years) != 1 or not others or any(_year_said(item) for item in others):
        return list(items)
    said = years[0]
    school = said.school_year if said.more_years == 0 else said.year if said.more_years == 1 else None
    if school is None and said.more_years:
        return list(items)
    return [_in_year(item, said.year if school is None else None, school) for item in others]


def _all_school_years(items: tuple[Piece | Stretch, ...]) -> tuple[Piece | Stretch, ...]:
    """«2022-2023, 2023-2024 учебные годы»: the word at the end counts for each."""
    last = items[-1] if items else None
    if not (isinstance(last, Piece) and last.from_year and last.school_year and not last.doubt):
        return items
    return tuple(
        replace(last, school_year=item.year)
        if isinstance(item, Piece) and item.from_year and item.more_years == 1 and item.year
        else item
        for item in items
    )


def _year_after_date(items: tuple[Piece | Stretch, ...]) -> tuple[Piece | Stretch, ...]:
    """«сентябрь 2023, 2024 гг.»: September of both years, or the whole second year?"""
    dated = next((item for item in items if _year_said(item) and not getattr(item, "from_year", False)), None)
    if dated is None:
        return items
    at = items.index(dated)
    return tuple(
        replace(item, doubt=item.doubt or whys.SEVERAL_MEANINGS)
        if place > at and isinstance(item, Piece) and item.from_year and not item.more_years
        else item
        for place, item in enumerate(items)
    )


def _year_said(item: Piece | Stretch) -> bool:
    pieces = (item.start, item.end) if isinstance(item, Stretch) else (item,)
    return any(piece.year or piece.school_year for piece in pieces)


def _in_year(item: Piece | Stretch, year: int | None, school: int | None) -> Piece | Stretch:
    if isinstance(item, Piece):
        return replace(item, year=year, school_year=school)
    if school is None:
        return Stretch(replace(item.start, year=year), item.end)
    return Stretch(replace(item.start, school_year=school), replace(item.end, school_year=school))


def _joined(item: Piece | Stretch, period: Period | None) -> Piece:
    """A stretch as one piece from the start of its first to the end of its last."""
    if isinstance(item, Piece):
        return item
    start, end = (_in_kind_of_year(piece, period) for piece in (item.start, item.end))
    if end.school_year and not (start.year or start.school_year):
        start = replace(start, school_year=end.school_year)
    doubt = start.doubt or end.doubt
    if start.weekday or end.weekday or start.week or end.week or start.from_year != end.from_year:
        doubt = doubt or whys.SEVERAL_MEANINGS
    first_year, last_year = _own_year(start), _own_year(end)
    crosses = end.last < start.first
    whole = replace(
        start, shape="range", last=end.last, doubt=doubt, year=first_year, school_year=None, from_year=False
    )
    if first_year and last_year:
        years = last_year + end.more_years - first_year
        if years < 0 or (years == 0 and crosses):
            return replace(whole, doubt=doubt or whys.REVERSED, more_years=int(crosses))
        return replace(whole, more_years=years)
    if last_year is None:
        return replace(whole, more_years=int(crosses))
    if not crosses:
        return replace(whole, year=last_year, more_years=0)
    return _year_of_end(replace(whole, more_years=1), last_year, start.shape == "point", period)


def _year_of_end(whole: Piece, year: int, by_days: bool, period: Period | None) -> Piece:
    """«ноябрь – февраль 2026»: the year belongs to the end, when the plan agrees."""
    before, after = (replace(whole, year=first) for first in (year - 1, year))
    if by_days or (period and _inside(before, year - 1, period)):
        return before
    return replace(after, doubt=whole.doubt or whys.YEAR_OF_RANGE)


def _own_year(piece: Piece) -> int | None:
    if piece.year is None and piece.school_year is not None:
        return piece.school_year if piece.first[0] >= _SEPTEMBER else piece.school_year + 1
    return piece.year


def _in_kind_of_year(piece: Piece, period: Period | None) -> Piece:
    """A half-year in the plan's kind of year; a whole named school year ends a year later."""
    if not piece.half:
        if piece.school_year and piece.last < piece.first:
            return replace(piece, more_years=1)
        return piece
    school = piece.school_year is not None or (period is not None and period.is_school_year)
    if not school:
        return piece if period or piece.year else replace(piece, doubt=whys.WHICH_YEAR)
    first, last = ((9, 1), (12, 31)) if piece.half == 1 else ((1, 1), (5, 31))
    there = replace(piece, first=first, last=last, half=0)
    outside = piece.year is not None and period is not None and not _inside(there, piece.year, period)
    return replace(there, half=piece.half, doubt=whys.WHICH_YEAR) if outside else there


def _placed(piece: Piece, pieces: list[Piece], index: int, earlier: list[Settled], period: Period | None) -> Settled:
    year = _own_year(piece)
    if year is not None and piece.school_year and piece.first[0] == _AUGUST and not piece.more_years:
        both = (*_made(piece, year - 1).dates, *_made(piece, year).dates)  # before that school year or its last month
        return Settled(both, piece.doubt or whys.EDGE)
    if year is not None:
        return _two_years(piece, year, period) or _made(piece, year)
    if piece.plan_year:
        return _of_plan(piece, period)
    if _is_school_start(piece):
        return _school_start(piece, period)
    if earlier and (earlier[-1].dates and any(_own_year(one) for one in pieces[:index])):
        return _made(piece, _first_year(piece, start_of(earlier[-1].dates[-1])), guessed=True)
    following = next((one for one in pieces[index + 1 :] if _own_year(one)), None)
    if following is not None and following.school_year is not None:
        there = replace(piece, school_year=following.school_year)
        return _made(there, _own_year(there) or 0)
    if following is not None:
        return _before(piece, following, period)
    if period is None:
        return Settled((), whys.NO_YEAR)
    return _first_in(piece, period, earlier)


def _before(piece: Piece, following: Piece, period: Period | None) -> Settled:
    """«октябрь, ноябрь 2025»: the latest that is not after its neighbour; another year only inside the
    plan."""
    year = _own_year(following) or 0
    if piece.first <= following.first:
        return _made(piece, year, guessed=True)
    if period and _inside(piece, year - 1, period) and not _inside(piece, year, period):
        return _made(piece, year - 1, guessed=True)
    if period and _inside(piece, year, period) and not _inside(piece, year - 1, period):
        return _made(piece, year, guessed=True)
    both = (*_made(piece, year - 1).dates, *_made(piece, year).dates)
    return Settled(both, piece.doubt or whys.YEAR_OF_RANGE)


def _two_years(piece: Piece, year: int, period: Period | None) -> Settled | None:
    """«2025-2026» in the plan of a school year: two calendar years or that school year."""
    if not (piece.from_year and piece.more_years == 1 and period and period.is_school_year):
        return None
    if piece.school_year is not None:
        return None
    return Settled((Range(date(year, 9, 1), date(year + 1, 8, 31)), *_made(piece, year).dates), whys.WHICH_YEAR)


def _of_plan(piece: Piece, period: Period | None) -> Settled:
    """«до конца года»: certain only when the plan lies in one calendar year."""
    if period is None:
        return Settled((), whys.NO_YEAR)
    if period.start.year == period.end.year:
        return _made(piece, period.start.year)
    if piece.edge == "end":
        return Settled((Point(date(period.start.year, 12, 31)), Point(period.end)), whys.WHICH_YEAR)
    return Settled(_made(piece, period.start.year + 1).dates, whys.WHICH_YEAR)


def _is_school_start(piece: Piece) -> bool:
    return piece.edge == "before" and piece.first == (9, 1) and piece.last == (8, 31)


def _school_start(piece: Piece, period: Period | None) -> Settled:
    """31 August before the school year; for a plan of a school year the one it begins with."""
    if period is None:
        return Settled((), whys.NO_YEAR)
    year = period.start.year
    if not period.is_school_year and date(year, 8, 31) < period.start:
        year += 1
    if piece.doubt:
        return Settled((Point(date(year, 8, 31)), Point(date(year + 1, 8, 31))), piece.doubt)
    return Settled((Point(date(year, 8, 31)),))


def _first_in(piece: Piece, period: Period, earlier: list[Settled]) -> Settled:
    """The first on or after the plan's start, unless another stands at its edge."""
    year = _first_year(piece, period.start, by_end=True)
    there = _made(piece, year, guessed=True)
    if not there.dates:
        return there
    start = _span(piece, year)[0]
    following = _made(piece, year + 1, guessed=True)
    if start < period.start:
        later = piece.more_years or _inside(piece, year + 1, period)
        if piece.shape == "range" and piece.edge == "" and later:
            return following
        if _span(piece, year + 1)[0] <= period.end:
            return Settled((*there.dates, *following.dates), piece.doubt or whys.EDGE, guessed=True)
    if piece.first[0] == _AUGUST and period.is_school_year and year > period.start.year:
        spring = any(1 <= start_of(day).month < _AUGUST for one in earlier for day in one.dates)
        if not spring:
            before = _made(piece, period.start.year)
            return Settled((*before.dates, *there.dates), piece.doubt or whys.EDGE, guessed=True)
    return there


def _first_year(piece: Piece, day: date, *, by_end: bool = False) -> int:
    year = day.year - 1 - piece.more_years
    while _span(piece, year)[1 if by_end else 0] < day:
        year += 1
    return year


def _inside(piece: Piece, year: int, period: Period) -> bool:
    start, end = _span(piece, year)
    return period.start <= start and end <= period.end


def _span(piece: Piece, year: int) -> tuple[date, date]:
    return _on(piece.first, year), _on(piece.last, year + piece.more_years)


def _on(day: MonthDay, year: int) -> date:
    return date(year, day[0], min(day[1], month_end(year, day[0]).day))


def _made(piece: Piece, year: int, *, guessed: bool = False) -> Settled:
    """The piece in a year: dates, and the doubts that show only there."""
    if piece.half and piece.doubt is whys.WHICH_YEAR:
        both = (replace(piece, half=0), replace(half_piece(piece.half), edge=piece.edge))
        return Settled(tuple(day for one in both for day in _made(one, year).dates), piece.doubt)
    start, end = _span(piece, year)
    doubt = piece.doubt
    if end < start:
        return Settled((), doubt or whys.REVERSED)
    if piece.edge:
        return Settled((Point(end if piece.edge == "end" else start - _DAY),), doubt, guessed)
    if piece.weekday:
        days = rule_days(rule_of(piece), Period(start, end))
        return Settled(tuple(Point(day) for day in days), None if days else whys.IMPOSSIBLE_DAY, guessed)
    if piece.week and date(year, piece.first[0], 1).weekday() != 0:
        doubt = doubt or whys.WEEK_BORDER
    match piece.shape:
        case "point":
            if piece.first[1] != start.day:
                doubt = doubt or whys.IMPOSSIBLE_DAY
            return Settled((Point(start),), doubt, guessed)
        case "month":
            return Settled((Month(year, piece.first[0]),), doubt, guessed)
        case "range":
            return Settled((Range(start, end),), doubt, guessed)


def outside(dates: tuple[Dated, ...], period: Period | None) -> Words | None:
    """A warning when a date lies outside the plan; None when all lie inside."""
    if period is None:
        return None
    day = next((due_of(one) for one in dates if due_of(one) not in period), None)
    if day is None or day == period.start - _DAY:
        return None
    return Words(
        f"срок {day:%d.%m.%Y} вне периода плана {period.start:%d.%m.%Y} – {period.end:%d.%m.%Y}",
        f"{day} lies outside the plan's period {period.start}..{period.end}",
    )


def is_long(period: Period | None) -> bool:
    return period is not None and period.end - period.start > _LONG_PLAN
