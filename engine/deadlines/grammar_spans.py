"""Dates with what stands before and between them: «до …», «с … по …», «к концу …», «15, 20 и 25 мая»."""

from dataclasses import replace

from engine.deadlines import whys
from engine.deadlines.cursor import COUNTS, Cursor
from engine.deadlines.findings import Begin, Finding, MonthDays, Often, Piece, Settled, Span, Stretch
from engine.deadlines.grammar_pieces import dated, half_piece, month_piece, piece, quarter_piece
from engine.deadlines.model import Ambiguous

_LINKS = ("-", "po", "do", "meanwhile")
_LAST_DAY = 31


def spans(cursor: Cursor) -> list[Finding] | None:
    """Everything about dates that begins here; None takes nothing."""
    return cursor.first_of(_impossible, _month_days, _until, _from, _throughout, _plain)


def _impossible(cursor: Cursor) -> list[Finding] | None:
    """«15.13.2025»: it looks like a date and is none."""
    token = cursor.take("date", "strange")
    wrong = token and (token.tag == "strange" or not 1 <= token.numbers[1] <= 12)
    return [Settled(Ambiguous(whys.IMPOSSIBLE_DAY))] if wrong else None


def _until(cursor: Cursor) -> list[Finding] | None:
    """«до», «к», «не позднее», «в срок до» and the edges «до конца», «к началу»."""
    cursor.phrase("v", "deadline")
    if cursor.phrase("not", "later", ",?", "than?"):
        cursor.phrase("do|s")
    elif not cursor.take("do", "k", "before"):
        return None
    before = cursor.peek(-1).tag
    cursor.skip("time")
    if cursor.take("begin"):
        return _edge(cursor, "before")
    if cursor.take("end", "finish"):
        return _edge(cursor, "end")
    if before == "k" and (school := cursor.first_of(_school_year)):
        return [Span((replace(school, edge="before"),))]  # «к (новому) учебному году»
    if listed := cursor.first_of(_listed_days):
        return listed
    found = piece(cursor)
    if found is None:
        return None
    if found.shape == "range" and found.doubt is None:
        open_end = found if cursor.peek(-1).tag == "include" else replace(found, doubt=whys.OPEN_END)
        return [Span((replace(open_end, edge="end"),))]
    if found.shape == "month" and before in {"k", "before"} and found.doubt is None:
        found = replace(found, doubt=whys.OPEN_END)
    if before == "before" and found.shape == "point":
        found = replace(found, doubt=whys.OPEN_END)
    return [Span((found,))]


def _edge(cursor: Cursor, edge: str) -> list[Finding] | None:
    if school := _school_year(cursor):
        if edge == "end":
            return None  # lessons end in May, the year in August: an event, not a date
        return [Span((replace(school, edge="before"),))]
    found = piece(cursor)
    if found and found.from_year and found.school_year is not None and edge == "end":
        return None
    if found is None and cursor.phrase("current|calendarword?", "year"):
        found = Piece("range", (1, 1), (12, 31), plan_year=True)
    if found is None or found.shape == "point":
        return None
    return [Span((replace(found, edge="before" if edge == "before" else "end"),))]


def _school_year(cursor: Cursor) -> Piece | None:
    """«учебного года», «2025/2026 учебного года», after «начала» or «конца»."""
    start = cursor.at
    fresh = cursor.take("newword", "next", "current")
    years = cursor.take("years")
    if cursor.phrase("school", "year|period?") or (years and "/" in years.text and cursor.phrase("year?")):
        if years is None:
            years = cursor.take("years")
            cursor.skip("year")
        first = years.numbers[0] if years else None
        doubt = whys.WHICH_YEAR if fresh and fresh.tag != "current" and first is None else None
        return Piece("range", (9, 1), (8, 31), school_year=first, more_years=0 if first else 1, doubt=doubt)
    cursor.at = start
    return None


def _from(cursor: Cursor) -> list[Finding] | None:
    """«с … по …», and «с …» or «начиная с …» with no end."""
    begins = cursor.take("starting") is not None
    cursor.phrase("v", "deadline|period")
    if cursor.phrase("not", "sooner", "than?"):
        begins = True
    elif not cursor.take("s", "from"):
        return None
    if not begins and (whole := _stretch(cursor, links=_LINKS)):
        return [Span((whole,))]
    if begin_edge := cursor.take("begin"):
        found = piece(cursor) or _school_year(cursor)
        if found is None and begin_edge:
            return None
    else:
        found = piece(cursor)
    if found is None:
        return None
    cursor.phrase("and", "then")
    return [Begin(found)]


def _throughout(cursor: Cursor) -> list[Finding] | None:
    """«в течение», «весь», «на протяжении» + dates of their own."""
    start = cursor.at
    if not (cursor.phrase("v|na", "flow") or cursor.phrase("flow")):
        cursor.phrase("za|na|v")
        if cursor.tag != "all":
            cursor.at = start
            return None
    cursor.skip("all", "period", "s")
    found = _plain(cursor)
    if found is None:
        return None
    return [Span(each.items, throughout=True) if isinstance(each, Span) else each for each in found]


def _plain(cursor: Cursor) -> list[Finding] | None:
    if cursor.tag in {"v", "na", "za"}:
        cursor.at += 1
        cursor.skip("period", "deadline")
        cursor.phrase("s")
    if listed := cursor.first_of(_listed_days, _listed_parts):
        return listed
    if whole := _stretch(cursor, links=("-", "po", "meanwhile")):
        return [Span((whole,))]
    found = piece(cursor)
    return [Span((found,))] if found else None


def _stretch(cursor: Cursor, *, links: tuple[str, ...]) -> Stretch | Piece | None:
    """Two pieces with a dash or «по» between; «1–10 октября» borrows the month from its end."""
    start = cursor.at
    first = piece(cursor)
    if first is None:
        day = cursor.count()
        cursor.phrase("number_of_month")
        if day is None or cursor.peek(-1).tag == "roman" or not cursor.take(*links):
            cursor.at = start
            return None
        last = piece(cursor)
        if last is None or last.shape != "point" or not 1 <= day <= _LAST_DAY:
            cursor.at = start
            return None
        begin = replace(last, first=(last.first[0], day), last=(last.first[0], day))
        if begin.first > last.first:
            begin = replace(begin, doubt=whys.REVERSED)
        return Stretch(begin, last)
    if not (cursor.phrase("-", "po") or cursor.take(*links)):
        cursor.at = start
        return None
    last = piece(cursor)
    if last is None:
        cursor.at = start
        return None
    return Stretch(first, last)


def _listed_days(cursor: Cursor) -> list[Finding] | None:
    """«15, 20 и 25 мая», «15,16.09.2025»: days that share the last one's month."""
    days: list[int] = []
    while cursor.tag in {"num", "ordinal"}:
        day = cursor.peek().number
        ahead = 2 if cursor.peek(1).tag == "number_of_month" else 1
        if cursor.peek(ahead).tag not in {",", "and"}:
            break
        days.append(day)
        cursor.at += ahead + 1
        cursor.skip("do", "k")
    last = piece(cursor) if days else None
    if last is None or last.shape != "point" or last.weekday:
        return None
    month = last.first[0]
    if any(not 1 <= day <= month_piece(month).last[1] for day in days):
        return None
    earlier = tuple(replace(last, first=(month, day), last=(month, day), doubt=None) for day in days)
    return [Span((*earlier, last))]


def _listed_parts(cursor: Cursor) -> list[Finding] | None:
    """«I, III кварталы 2023», «1–2 полугодие»: numbers that share one unit and one year."""
    numbers: list[int] = []
    unit, stretch = "", False
    while (number := cursor.count()) is not None:
        numbers.append(number)
        cursor.phrase("school|calendarword")
        if named := cursor.take("quarter", "half"):
            unit = named.tag
        if cursor.peek(1).tag not in COUNTS or cursor.tag not in {",", "and", "-"}:
            break
        stretch = stretch or cursor.tag == "-"
        cursor.at += 1
    most = 2 if unit == "half" else 4
    if len(numbers) < 2 or cursor.peek(-1).tag != unit or not all(1 <= number <= most for number in numbers):
        return None
    of = half_piece if unit == "half" else quarter_piece
    last = dated(of(numbers[-1]), cursor)
    earlier = [replace(of(number), year=last.year, school_year=last.school_year) for number in numbers[:-1]]
    if stretch:
        return [Span((Stretch(earlier[0], last),))] if len(numbers) == 2 else None
    return [Span((*earlier, last))]


def _month_days(cursor: Cursor) -> list[Finding] | None:
    """«до 5 числа», «5 и 20 числа», «с 1 по 5 число», and the month it counts in."""
    cursor.phrase("v", "deadline")
    cursor.phrase("not", "later", ",?", "than?")
    cursor.skip("do", "k", "v", "na", "s")
    days: list[int] = []
    while (day := cursor.count()) is not None:
        if day == -1 and cursor.peek(-1).text.endswith(("х", "е")):
            return None  # «в последних числах»: no border
        cursor.phrase("number_of_month")
        days.append(day)
        link = cursor.take(",", "and", "-", "po", "do") if cursor.peek(1).tag in COUNTS else None
        if link is None:
            break
        if link.tag in {"-", "po", "do"} and cursor.tag in {"num", "ordinal"}:
            days.clear()  # only the end of «с 1 по 5» is due
    said = cursor.peek(-1).tag == "number_of_month" or cursor.phrase("day")
    if not days or not said or any(day != -1 and not 1 <= day <= _LAST_DAY for day in days):
        return None
    if cursor.tag == "month":
        return None
    return _in_month(tuple(days), cursor)


def _in_month(days: tuple[int, ...], cursor: Cursor) -> list[Finding] | None:
    if cursor.peek(-1).tag == "day" and not (days == (-1,) and cursor.tag in {"monthword", "each"}):
        return None
    start = cursor.at
    cursor.phrase("monthword")
    cursor.phrase(",")
    if cursor.take("next"):
        cursor.phrase("monthword")
        cursor.phrase("za", "reporting")
        unit = cursor.take("monthword", "quarter", "period")
        cursor.phrase("monthword")
        following = MonthDays(days, "following")
        return [Often("quarter"), following] if unit and unit.tag == "quarter" else [following]
    cursor.at = start
    position = cursor.count()
    if position in (-1, 3) and cursor.phrase("monthword"):
        cursor.phrase("each?", "quarter")
        return [MonthDays(days, "last")]
    if position == 1 and cursor.phrase("monthword"):
        cursor.phrase("next?", "quarter")
        return [MonthDays(days, "following")]
    cursor.at = start
    if cursor.phrase("monthword", "reporting?") and cursor.tag != "each":
        return [MonthDays(days, "any")]
    cursor.at = start
    return [MonthDays(days)]
