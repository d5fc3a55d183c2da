"""A meaning → canonical Russian: `read(write(x), period).deadline == x` for every kind that has a meaning."""

from datetime import date

from engine.deadlines.model import (
    Ambiguous,
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
from engine.deadlines.names import UNSPECIFIED, event_words, plan_words
from engine.periods import month_end

_NOMINATIVE = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
_GENITIVE = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_MONTHS, _OF_MONTH = _NOMINATIVE.split(), _GENITIVE.split()
_ON_WEEKDAYS = {
    "MO": "понедельникам",
    "TU": "вторникам",
    "WE": "средам",
    "TH": "четвергам",
    "FR": "пятницам",
    "SA": "субботам",
    "SU": "воскресеньям",
}
_WEEKDAYS = {
    "MO": "понедельник",
    "TU": "вторник",
    "WE": "среда",
    "TH": "четверг",
    "FR": "пятница",
    "SA": "суббота",
    "SU": "воскресенье",
}
_QUARTER_ENDS, _CALENDAR_HALVES, _SCHOOL_HALVES = (3, 6, 9, 12), (6, 12), (12, 5)
# one, two to four, five and more
_COUNTED = {
    Unit.DAY: ("дня", "дней"),
    Unit.WEEK: ("недели", "недель"),
    Unit.MONTH: ("месяца", "месяцев"),
    Unit.YEAR: ("года", "лет"),
}
_BEFORE = {
    Unit.DAY: ("день", "дня", "дней"),
    Unit.WEEK: ("неделю", "недели", "недель"),
    Unit.MONTH: ("месяц", "месяца", "месяцев"),
    Unit.YEAR: ("год", "года", "лет"),
}


def write(deadline: Deadline) -> str:
    """The deadline as a person would write it in a plan. A question is written by its candidates.

    >>> write(Recurring((Rule(Frequency.MONTHLY, month_days=(5,)),)))
    'ежемесячно до 5 числа'
    """
    match deadline:
        case Point() | Month() | Range():
            return _dated(deadline)
        case Recurring(rules):
            return "; ".join(_rule(rule) for rule in rules)
        case Continuous(span):
            return f"постоянно, {_dated(span)}" if span else "постоянно"
        case EventBound(key, offset):
            return _bound(key, offset)
        case External(key):
            return plan_words(key)
        case Multi(parts):
            return "; ".join(_part(part) for part in parts)
        case Empty():
            return "—"
        case Ambiguous(why, candidates):
            return " или ".join(write(candidate) for candidate in candidates) or why.ru
        case Unreadable(why, suggestion):
            return suggestion or why.ru


def _part(part: Part) -> str:
    return write(part)


def _dated(deadline: Point | Month | Range) -> str:
    match deadline:
        case Point(day):
            return f"до {_day(day)}"
        case Month(year, month):
            return _month(year, month)
        case Range(start, end):
            return _range(start, end)


def _day(day: date) -> str:
    return f"{day.day} {_OF_MONTH[day.month - 1]} {day.year} г."


def _month(year: int, month: int) -> str:
    return f"{_MONTHS[month - 1]} {year} г."


def _range(start: date, end: date) -> str:
    whole = start.day == 1 and end == month_end(end.year, end.month)
    if whole and (start.month, end.month) == (1, 12):
        if start.year == end.year:
            return f"{start.year} год"
        if end.year - start.year > 1:  # two years in a row could be taken for a school year
            return f"{start.year}–{end.year} гг."
    if whole and (start.year, start.month) != (end.year, end.month):
        return f"{_month(start.year, start.month)} – {_month(end.year, end.month)}"
    return f"с {_day(start)} по {_day(end)}"


def _rule(rule: Rule) -> str:
    text = _often(rule)
    if rule.start and rule.until:
        return f"{text}, с {_day(rule.start)} по {_day(rule.until)}"
    if rule.start:
        text += f", начиная с {_day(rule.start)}"
    return text


def _often(rule: Rule) -> str:
    match rule.frequency:
        case Frequency.DAILY:
            return "ежедневно" if rule.interval == 1 else f"раз в {rule.interval} {_plural(rule.interval, Unit.DAY)}"
        case Frequency.WEEKLY:
            often = (
                "еженедельно" if rule.interval == 1 else f"раз в {rule.interval} {_plural(rule.interval, Unit.WEEK)}"
            )
            names = " и ".join(_ON_WEEKDAYS[name] for name in rule.weekdays)
            return f"{often} по {names}" if names else often
        case Frequency.MONTHLY:
            return _monthly(rule)
        case Frequency.YEARLY:
            return _yearly(rule)
        case Frequency.SCHOOL_QUARTERLY:
            return "раз в учебную четверть"
        case Frequency.TWICE_YEARLY:
            return "2 раза в год"


def _monthly(rule: Rule) -> str:
    often = "ежемесячно" if rule.interval == 1 else f"раз в {rule.interval} {_plural(rule.interval, Unit.MONTH)}"
    if rule.weekdays:
        often = f"{often}, " + " и ".join(f"{_numbered(name)} месяца" for name in rule.weekdays)
    elif rule.month_days != (-1,):
        often = f"{often} до {' и '.join(map(_month_day, rule.month_days))} числа"
    if not rule.months:
        return often
    first, last = rule.months[0], rule.months[-1]
    if len(rule.months) > 1 and all((b - a) % 12 == 1 for a, b in zip(rule.months, rule.months[1:], strict=False)):
        return f"{often} с {_OF_MONTH[first - 1]} по {_MONTHS[last - 1]}"
    return f"{often} ({_months(rule.months)})"


def _yearly(rule: Rule) -> str:
    if not rule.months:
        return "ежегодно" if rule.interval == 1 else f"раз в {rule.interval} {_plural(rule.interval, Unit.YEAR)}"
    often = "ежегодно" if rule.interval == 1 else f"раз в {rule.interval} {_plural(rule.interval, Unit.YEAR)}"
    if rule.weekdays:
        return f"{often}, " + ", ".join(
            f"{_numbered(name)} {_OF_MONTH[month - 1]}" for month in rule.months for name in rule.weekdays
        )
    day = rule.month_days[0] if rule.month_days else -1
    if len(rule.months) == 1:
        month = rule.months[0] - 1
        return f"{often}, {_MONTHS[month]}" if day == -1 else f"{often}, до {day} {_OF_MONTH[month]}"
    if day != -1:
        return f"{often} до {day} числа месяцев: {_months(rule.months)}"
    named: dict[tuple[int, ...], str] = {
        _QUARTER_ENDS: "ежеквартально",
        _CALENDAR_HALVES: "раз в календарное полугодие",
        _SCHOOL_HALVES: "раз в учебное полугодие",
    }
    return named.get(rule.months) or f"{often} на конец месяцев: {_months(rule.months)}"


def _months(months: tuple[int, ...]) -> str:
    return ", ".join(_MONTHS[month - 1] for month in months)


def _month_day(day: int) -> str:
    return "последнего" if day == -1 else str(day)


def _numbered(name: str) -> str:
    number, weekday = int(name[:-2]), name[-2:]
    if number == -1:
        ending = {"WE": "яя", "FR": "яя", "SA": "яя", "SU": "ее"}.get(weekday, "ий")
        return f"последн{ending} {_WEEKDAYS[weekday]}"
    ending = {"WE": "я", "FR": "я", "SA": "я", "SU": "е"}.get(weekday, "й")
    return f"{number}-{ending} {_WEEKDAYS[weekday]}"


def _bound(key: str, offset: Offset | None) -> str:
    event = event_words(key)
    if offset is None:
        return f"после {event}"
    amount = abs(offset.amount)
    working = ("рабочего " if amount == 1 else "рабочих ") if offset.working else ""
    if offset.amount < 0:
        if working:
            working = "рабочий " if amount == 1 else "рабочих "
        text = f"за {amount} {working}{_plural(amount, offset.unit)}"
        return text if key == UNSPECIFIED else f"{text} до {event}"
    one, many = _COUNTED[offset.unit]
    text = f"в течение {amount} {working}{one if amount % 10 == 1 and amount % 100 != 11 else many}"
    return text if key == UNSPECIFIED else f"{text} после {event}"


def _plural(amount: int, unit: Unit) -> str:
    one, few, many = _BEFORE[unit]
    if 11 <= amount % 100 <= 14:
        return many
    return one if amount % 10 == 1 else few if 2 <= amount % 10 <= 4 else many
