"""How often: «1 раз в квартал», «каждый вторник», «последняя пятница месяца», «в конце каждой четверти»."""

from engine.deadlines import whys
from engine.deadlines.cursor import Cursor
from engine.deadlines.findings import EachOfMonths, Finding, MonthDays, Often, Settled, Span, Weekdays, YearKind
from engine.deadlines.grammar_pieces import WEEKDAYS, piece
from engine.deadlines.model import Ambiguous, Frequency, Recurring, Rule

_ADVERBS = {
    "yearly": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "schoolquarterly": "schoolquarter",
}
UNITS = {
    "day": "day",
    "week": "week",
    "monthword": "month",
    "quarter": "quarter",
    "schoolquarter": "schoolquarter",
    "half": "half",
    "halfyear": "half",
    "year": "year",
    "trimester": "trimester",
    "semester": "trimester",
}
_KINDS: dict[str, YearKind] = {"school": "school", "calendarword": "calendar"}
_TEN_DAYS = 10
_PLURALS = ("ей", "ий", "ов")  # «по итогам четвертей»


def often(cursor: Cursor) -> list[Finding] | None:
    """Everything about repetition that begins here; None takes nothing."""
    return cursor.first_of(
        _adverb, _months_together, _times, _ends_of_each, _each, _weekday_of_each, _by_weekdays, _by_units
    )


def _adverb(cursor: Cursor) -> list[Finding] | None:
    token = cursor.take(*_ADVERBS)
    if token is None:
        return None
    _at_its_end(_ADVERBS[token.tag], cursor)
    return [Often(_ADVERBS[token.tag])]


def _at_its_end(base: str, cursor: Cursor) -> None:
    """«ежемесячно, в конце месяца» says the same twice; a year may end in May, August or December."""
    start = cursor.at
    cursor.phrase(",|(")
    cursor.phrase("v|k|do|na")
    if cursor.phrase("end", "each|current?"):
        unit = cursor.take(*UNITS)
        if unit and unit.tag != "year" and UNITS[unit.tag] == base:
            return
    cursor.at = start


def _months_together(cursor: Cursor) -> list[Finding] | None:
    """«до 10 числа месяцев: январь, апрель» and «на конец месяцев: март, май»: one rule."""
    day = -1
    if cursor.phrase("do"):
        day = cursor.count() or 0
        if not cursor.phrase("number_of_month", "monthword", ":"):
            return None
    elif not cursor.phrase("na", "end", "monthword", ":"):
        return None
    months: list[int] = []
    while month := cursor.take("month"):
        months.append(month.number)
        if not (cursor.tag in {",", "and"} and cursor.peek(1).tag == "month"):
            break
        cursor.at += 1
    return [EachOfMonths(tuple(months), day)] if months and day else None


def _times(cursor: Cursor) -> list[Finding] | None:
    """«не реже 2 раз в год», «раз в две недели», «дважды в год»."""
    cursor.phrase("not")
    cursor.phrase("atleast|atmost|minimum|later", ",?", "than?")
    cursor.phrase("po")
    at = cursor.at
    several = cursor.phrase("num|number", "-", "num|number", "times")
    if not several:
        cursor.at = at
        count = cursor.count()
        if word := cursor.take("twiceword", "onceword"):
            count = 2 if word.tag == "twiceword" else 1
        elif cursor.tag == "word" and cursor.peek(1).tag == "v" and count:
            cursor.at += 1  # «1 встреча в месяц»
        elif not cursor.take("times") and not (count == 1 and cursor.tag in {"v"}):
            return None
    else:
        count = None
    found = _per_unit(cursor, times=1 if count is None else count)
    if found is None:
        return None
    return [Settled(Ambiguous(whys.HOW_OFTEN))] if several else found


def _per_unit(cursor: Cursor, *, times: int) -> list[Finding] | None:
    cursor.phrase("v|na|za|po|/")
    cursor.phrase("flow")
    cursor.skip("each", "all")
    interval = cursor.count() or 1
    kind = cursor.take("school", "calendarword", "working", "reporting", "current")
    unit = cursor.take(*UNITS)
    if unit is None:
        return None
    half_kind = _KINDS.get(kind.tag if kind else "", "")
    if interval == times == 1:
        _at_its_end(UNITS[unit.tag], cursor)
    return [Often(UNITS[unit.tag], max(interval, 1), max(times, 1), half_kind)]


def _ends_of_each(cursor: Cursor) -> list[Finding] | None:
    """«в конце каждого месяца», «по итогам каждой четверти»; the beginning of each has no border."""
    alone = cursor.at == 0
    cursor.phrase("v|na|po|do|k|not", "later?")
    edge = cursor.take("end", "finish", "results", "begin", "middle")
    if edge is None:
        return None
    if several := cursor.take("schoolquarter", "quarter", "half"):
        alone = alone and cursor.done  # beside dates it only says what they follow
        return [Often(UNITS[several.tag])] if alone and several.text.endswith(_PLURALS) else None
    if not cursor.take("each"):
        return None
    kind = cursor.take("school", "calendarword", "reporting")
    unit = cursor.take(*UNITS)
    if unit is None:
        return None
    if edge.tag in {"begin", "middle"} or (unit.tag == "year" and kind and kind.tag == "school"):
        return [Settled(Ambiguous(whys.NO_BORDER, _ten_days(edge.tag, unit.tag)))]
    return [Often(UNITS[unit.tag])]


def _ten_days(edge: str, unit: str) -> tuple[Recurring, ...]:
    if edge == "begin" and unit == "monthword":
        return (Recurring((Rule(Frequency.MONTHLY, month_days=(_TEN_DAYS,)),)),)
    return ()


def _each(cursor: Cursor) -> list[Finding] | None:
    cursor.phrase("v|na|za|po|s")
    if not cursor.take("each"):
        return None
    start = cursor.at
    if month := piece(cursor):  # «каждый сентябрь», «каждое 5 сентября»
        return [Often("year"), Span((month,))] if month.shape in {"month", "point"} else None
    cursor.at = start
    said = cursor.peek()
    number = cursor.count()
    if weekday := cursor.take("weekday"):
        day = WEEKDAYS[weekday.number - 1]
        if number is None:
            names = (day, *_more_weekdays(cursor))
            cursor.phrase("monthword|week")
            return [Often("week"), Weekdays(names)]
        of_month = cursor.phrase("each?", "monthword")
        named = Weekdays((f"{number}{day}",))
        if number == 2 and not of_month:  # «каждая вторая среда»: of the month, or every other week
            biweekly = Recurring((Rule(Frequency.WEEKLY, 2, weekdays=(day,)),))
            monthly = Recurring((Rule(Frequency.MONTHLY, weekdays=named.names),))
            return [Settled(Ambiguous(whys.SEVERAL_MEANINGS, (biweekly, monthly)))]
        return [Often("month"), named] if -1 <= number <= 5 else None
    if number is not None and cursor.take("number_of_month"):
        cursor.phrase("each?", "monthword")
        return [Often("month"), MonthDays((number,))]
    kind = cursor.take("school", "calendarword", "working", "reporting")
    unit = cursor.take(*UNITS)
    if unit is None:
        return None
    half_kind = _KINDS.get(kind.tag if kind else "", "")
    if said.tag == "ordinal" and (unit.tag == "week" or number == -1):
        return None  # «каждую первую неделю»: of the month?
    return [Often(UNITS[unit.tag], number or 1, 1, half_kind)]


def _weekday_of_each(cursor: Cursor) -> list[Finding] | None:
    """«вторник каждой недели», «последняя пятница (каждого) месяца», «2-й и 4-й вторник месяца»."""
    cursor.phrase("v|vo|na|po")
    cursor.skip("each")
    numbers: list[int] = []
    while (number := cursor.count()) is not None:
        numbers.append(number)
        if not cursor.take(",", "and"):
            break
    weekday = cursor.take("weekday")
    if weekday is None:
        return _last_day(cursor) if numbers == [-1] else None
    day = WEEKDAYS[weekday.number - 1]
    if not numbers:
        return [Often("week"), Weekdays((day,))] if cursor.phrase("each", "week") else None
    if not all(-1 <= number <= 5 for number in numbers) or cursor.tag == "month":
        return None
    named = tuple(f"{number}{day}" for number in numbers)
    return [Often("month"), Weekdays(named)] if cursor.phrase("each?", "monthword") else [Weekdays(named, sure=False)]


def _last_day(cursor: Cursor) -> list[Finding] | None:
    """«последний день месяца»; the last working day depends on the calendar, so it is asked."""
    vague = cursor.peek(-1).text.endswith("х")  # «в последних числах»
    working = cursor.take("working")
    if vague or not cursor.phrase("day|number_of_month", "each?", "monthword"):
        return None
    last = Recurring((Rule(Frequency.MONTHLY, month_days=(-1,)),))
    return [Settled(Ambiguous(whys.SEVERAL_MEANINGS, (last,)))] if working else [Often("month"), MonthDays((-1,))]


def _by_weekdays(cursor: Cursor) -> list[Finding] | None:
    """«по пятницам»; a weekday without «по» may only stand beside a date."""
    plural = cursor.take("po") is not None
    names = _more_weekdays(cursor)
    return [Weekdays(names, sure=plural)] if names else None


def _by_units(cursor: Cursor) -> list[Finding] | None:
    """«по четвертям», «по полугодиям»."""
    unit = cursor.take("schoolquarter", "half", "quarter", "monthword") if cursor.take("po") else None
    return [Often(UNITS[unit.tag])] if unit and unit.text.endswith("ям") | unit.text.endswith("ам") else None


def _more_weekdays(cursor: Cursor) -> tuple[str, ...]:
    names: list[str] = []
    while True:
        at = cursor.at
        if names and not cursor.take(",", "and"):
            break
        cursor.phrase("po")
        weekday = cursor.take("weekday")
        if weekday is None:
            cursor.at = at
            break
        names.append(WEEKDAYS[weekday.number - 1])
    return tuple(names)
