"""One stretch of the year: «15 сентября», «III кв. 2023», «3-я декада октября», «конец мая»."""

from calendar import monthrange
from dataclasses import replace
from functools import partial

from engine.deadlines import whys
from engine.deadlines.cursor import Cursor
from engine.deadlines.findings import Piece

_LAST = -1
_SEPTEMBER = 9
_PLURALS = ("е", "х")
_EDGE_MONTHS = {"begin": 1, "middle": 6, "end": 12}
_SEASONS = {1: ((12, 1), (2, 29)), 2: ((3, 1), (5, 31)), 3: ((6, 1), (8, 31)), 4: ((9, 1), (11, 30))}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_SOME = frozenset({"недели", "декады", "половины"})  # «2 недели сентября»: the second one or two of them?
_LEAP = 2024  # any leap year: 29 February must stand until the year is known


def piece(cursor: Cursor) -> Piece | None:
    """The piece that begins here; None takes nothing."""
    found = cursor.first_of(
        _written, _edge, _part_of_month, _weekday_of_month, _counted, _day_of_month, _month, _season, _years
    )
    if found is not None:
        cursor.phrase("include")
    return found


def month_piece(month: int) -> Piece:
    return Piece("month", (month, 1), (month, _days_in(month)))


def day_piece(day: int, month: int, year: int | None = None) -> Piece:
    """A day; one the calendar lacks becomes the month's last day with a doubt."""
    longest = monthrange(year, month)[1] if year else _days_in(month)
    doubt = None if 1 <= day <= longest else whys.IMPOSSIBLE_DAY
    there = min(max(day, 1), longest)
    return Piece("point", (month, there), (month, there), year=year, doubt=doubt)


def dated(found: Piece, cursor: Cursor) -> Piece:
    """The piece with the year that follows it, if one does."""
    start = cursor.at
    cursor.phrase(",")
    if year := cursor.take("fullyear"):
        listed = start != cursor.at - 1 and cursor.tag in {",", "-", "and"} and cursor.peek(1).tag == "fullyear"
        if not listed:
            cursor.skip("year")
            cursor.phrase("school", "year?")  # «в 2025 учебном году»
            return _with_year(found, year.number)
    cursor.at = start
    if years := cursor.take("years"):
        first, last = years.numbers
        school = cursor.phrase("school")
        cursor.skip("year")
        if last == first + 1:
            crosses = (
                not found.half and found.first[0] < _SEPTEMBER <= found.last[0]
            )  # a quarter that the new school year divides
            return replace(found, school_year=first, doubt=found.doubt or (whys.EDGE if crosses else None))
        return replace(found, doubt=whys.WHICH_YEAR if not school else whys.SEVERAL_MEANINGS)
    if cursor.tag == "num" and 20 <= cursor.peek().number <= 50 and cursor.peek(1).tag == "year":
        year = cursor.take("num")
        cursor.skip("year")
        return _with_year(found, 2000 + year.number) if year else found
    if cursor.phrase("current", "school|calendarword?", "year"):
        return found
    if cursor.phrase("next|newword", "school|calendarword?", "year") or _after_reported_year(cursor):
        return replace(found, doubt=whys.FOLLOWING_YEAR)
    if cursor.phrase("school", "year"):
        return found
    return found


def _after_reported_year(cursor: Cursor) -> bool:
    """«(15 января) года, следующего за отчётным», «следующего за отчётным года»"""
    return cursor.phrase("year?", ",?", "next", "za", "reporting", "year?")


def _with_year(found: Piece, year: int) -> Piece:
    if found.shape == "point" and not found.weekday and found.doubt is None:
        month, day = found.first
        return day_piece(day, month, year)
    return replace(found, year=year)


def _written(cursor: Cursor) -> Piece | None:
    if token := cursor.take("date"):
        day, month, year = token.numbers
        cursor.skip("year")
        return day_piece(day, month, year) if 1 <= month <= 12 else None
    if token := cursor.take("daymonth"):
        day, month = token.numbers
        return dated(day_piece(day, month), cursor)
    if token := cursor.take("monthyear"):
        month, year = token.numbers
        cursor.skip("year")
        return replace(month_piece(month), year=year)
    return None


def _day_of_month(cursor: Cursor) -> Piece | None:
    if cursor.tag == "roman":
        return None
    said = cursor.peek()
    day = cursor.count()
    number = cursor.take("number_of_month")
    month = cursor.take("month") if day is not None else None
    vague = number is not None and said.tag == "ordinal" and said.text.endswith(_PLURALS)
    if day is None or month is None or (day == _LAST and not vague):
        return None
    cursor.phrase("monthword")
    found = dated(day_piece(day, month.number), cursor)
    return replace(found, doubt=whys.NO_BORDER) if vague else found  # «20-е числа мая»


def _month(cursor: Cursor) -> Piece | None:
    month = cursor.take("month")
    if month is None:
        return None
    cursor.phrase("monthword")
    whole = dated(month_piece(month.number), cursor)
    return cursor.first_of(partial(_in_brackets, whole)) or whole


def _in_brackets(whole: Piece, cursor: Cursor) -> Piece | None:
    """«сентябрь (1-я декада)», «октябрь, 2 половина»"""
    opened = cursor.take("(", ",")
    if opened and cursor.take("do") and whole.doubt is None:
        return _up_to(whole, opened.tag, cursor)
    number = cursor.count()
    unit = cursor.take("week", "decade", "halfpart") if number else None
    closed = cursor.take(")") if opened and opened.tag == "(" else None
    if number is None or unit is None or cursor.tag == "month" or (opened and opened.tag == "(" and not closed):
        return None
    part = _part(number, unit.tag, whole.first[0])
    return (
        replace(part, year=whole.year, school_year=whole.school_year, doubt=part.doubt or whole.doubt) if part else None
    )


def _up_to(whole: Piece, opened: str, cursor: Cursor) -> Piece | None:
    """«сентябрь (до 15 числа)»: that day of that month."""
    day = cursor.count()
    if day is None or not cursor.phrase("number_of_month") or cursor.tag in {"monthword", "month", "each"}:
        return None
    if opened == "(" and not cursor.take(")"):
        return None
    found = day_piece(day, whole.first[0], whole.year)
    return replace(found, school_year=whole.school_year)


def _part_of_month(cursor: Cursor) -> Piece | None:
    """A week, a ten-day part or a half of a named month; a half of a year."""
    said = cursor.peek().tag
    number = cursor.count()
    unit = cursor.take("week", "decade", "halfpart") if number else None
    if number is None or unit is None:
        return None
    amount = said in {"num", "number"} and number > 1 and unit.text in _OF_SOME
    month = cursor.take("month")
    if month is None:
        return _half_of_year(number, cursor) if unit.tag == "halfpart" else None
    cursor.phrase("monthword")
    found = _part(number, unit.tag, month.number)
    if found and amount:
        found = replace(found, doubt=whys.SEVERAL_MEANINGS)
    return dated(found, cursor) if found else None


def _part(number: int, unit: str, month: int) -> Piece | None:
    last = _days_in(month)
    match unit:
        case "halfpart":
            days = {1: (1, 15), 2: (16, last), _LAST: (16, last)}.get(number)
        case "decade":
            days = {1: (1, 10), 2: (11, 20), 3: (21, last), _LAST: (21, last)}.get(number)
        case _:
            return _week(number, month)
    return Piece("range", (month, days[0]), (month, days[1])) if days else None


def _week(number: int, month: int) -> Piece | None:
    if number == _LAST:
        last = _days_in(month)
        return Piece("range", (month, last - 6), (month, last), doubt=whys.WEEK_BORDER)
    if not 1 <= number <= 4:
        return None
    return Piece("range", (month, number * 7 - 6), (month, number * 7), week=True)


def _half_of_year(number: int, cursor: Cursor) -> Piece | None:
    if number in (1, 2) and cursor.tag in {"fullyear", "years", "school", "year"}:
        by_calendar = cursor.tag == "fullyear"
        found = dated(half_piece(number), cursor) if cursor.tag != "year" else None
        return replace(found, half=0) if found and by_calendar else found
    return None


def half_piece(number: int) -> Piece:
    """A half-year; here by the calendar, the settling of years knows the plan's kind of year."""
    first, last = ((1, 1), (6, 30)) if number == 1 else ((7, 1), (12, 31))
    return Piece("range", first, last, half=number)


def quarter_piece(number: int) -> Piece:
    last = number * 3
    return Piece("range", (last - 2, 1), (last, _days_in(last)))


def _counted(cursor: Cursor) -> Piece | None:
    """A quarter or a half-year with its number before it."""
    number = cursor.count()
    if number is None:
        return None
    if cursor.phrase("calendarword?", "quarter"):
        return dated(quarter_piece(number), cursor) if 1 <= number <= 4 else None
    school = cursor.tag == "school"
    if not cursor.phrase("school|calendarword?", "half") or number not in (1, 2):
        return None
    if school or (cursor.tag == "school" and cursor.peek(1).tag == "year"):
        first, last = ((9, 1), (12, 31)) if number == 1 else ((1, 1), (5, 31))
        return dated(Piece("range", first, last), cursor)  # «I полугодие учебного года» in the plan of any year
    return dated(half_piece(number), cursor)


def _weekday_of_month(cursor: Cursor) -> Piece | None:
    number = cursor.count()
    weekday = cursor.take("weekday") if number else None
    month = cursor.take("month") if weekday else None
    if number is None or weekday is None or month is None or not _LAST <= number <= 5:
        return None
    found = replace(month_piece(month.number), shape="point", weekday=f"{number}{WEEKDAYS[weekday.number - 1]}")
    return dated(found, cursor)


def _season(cursor: Cursor) -> Piece | None:
    season = cursor.take("season")
    if season is None or season.number not in _SEASONS:
        return None
    first, last = _SEASONS[season.number]
    found = Piece("range", first, last, more_years=int(first > last), doubt=whys.NO_BORDER)
    return dated(found, cursor)


def _years(cursor: Cursor) -> Piece | None:
    if year := cursor.take("fullyear"):
        if cursor.tag == "school":
            return None
        cursor.skip("year")
        return Piece("range", (1, 1), (12, 31), year=year.number, from_year=True)
    years = cursor.take("years")
    if years is None:
        return None
    first, last = years.numbers
    school = cursor.phrase("school")
    cursor.skip("year")
    if last <= first:
        return None
    if school or "/" in years.text or "\\" in years.text:
        doubt = None if last == first + 1 else whys.SEVERAL_MEANINGS
        return Piece("range", (9, 1), (8, 31), school_year=first, from_year=True, doubt=doubt)
    return Piece("range", (1, 1), (12, 31), year=first, more_years=last - first, from_year=True)


def _edge(cursor: Cursor) -> Piece | None:
    """«начало», «середина», «конец» of something: no exact border, ten days by habit for a month."""
    edge = cursor.take("begin", "middle", "end")
    if edge is None:
        return None
    of = piece(cursor) or _unsaid_year(edge.tag, cursor)
    if of is None or of.shape == "point":
        return None
    if of.doubt or of.plan_year:
        return of
    if of.from_year and of.school_year is not None:
        if edge.tag == "end":
            return None  # lessons end in May, the year in August: an event
        of = replace(of, first=(9, 1), last=(9, 10)) if edge.tag == "begin" else of
    if of.shape == "month":
        month, last = of.first[0], _days_in(of.first[0])
        days = {"begin": (1, 10), "middle": (11, 20), "end": (21, last)}[edge.tag]
        of = replace(of, shape="range", first=(month, days[0]), last=(month, days[1]))
    elif of.from_year and not of.more_years and of.school_year is None:
        month = _EDGE_MONTHS[edge.tag]
        of = replace(of, first=(month, 1), last=(month, _days_in(month)))
    return replace(of, doubt=whys.NO_BORDER, from_year=False)


def _unsaid_year(edge: str, cursor: Cursor) -> Piece | None:
    """«начало учебного года», «конец года»: only the plan tells which year."""
    cursor.phrase("newword|current|next|each")
    if cursor.phrase("school", "year"):
        first, last = {"begin": ((9, 1), (9, 10)), "middle": ((12, 21), (12, 31))}.get(edge, ((5, 21), (5, 31)))
    elif cursor.phrase("calendarword?", "year"):
        first, last = {"begin": ((1, 1), (1, 31)), "middle": ((6, 1), (6, 30))}.get(edge, ((12, 1), (12, 31)))
    else:
        return None
    return None if edge == "end" and first[0] == 5 else Piece("range", first, last, doubt=whys.NO_BORDER)


def _days_in(month: int) -> int:
    return monthrange(_LEAP, month)[1]
