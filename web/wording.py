"""Dates, names and counted words as pages write them, in both languages."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from engine.names import short_name
from engine.words import Language
from notifications.wording import LOCALES, NBSP, with_number

_COUNTED: dict[str, dict[Language, tuple[str, ...]]] = {
    "days": {"ru": ("день", "дня", "дней"), "en": ("day", "days")},
    "working_days": {"ru": ("рабочий день", "рабочих дня", "рабочих дней"), "en": ("working day", "working days")},
    "short_working_days": {"ru": ("раб. день", "раб. дня", "раб. дней"), "en": ("work. day", "work. days")},
    "pairs": {"ru": ("пара", "пары", "пар"), "en": ("pair", "pairs")},
    "schools": {"ru": ("школа", "школы", "школ"), "en": ("school", "schools")},
    "in_schools": {"ru": ("школе", "школах", "школах"), "en": ("school", "schools")},
    "late_ones": {"ru": ("просрочен", "просрочено", "просрочено"), "en": ("overdue", "overdue")},
    "short_working_days_of": {"ru": ("раб. дня", "раб. дней", "раб. дней"), "en": ("work. day", "work. days")},
    "schools_of": {"ru": ("школы", "школ", "школ"), "en": ("school", "schools")},
    "organisations_of": {
        "ru": ("организации", "организаций", "организаций"),
        "en": ("organisation", "organisations"),
    },
    "organisations": {"ru": ("организация", "организации", "организаций"), "en": ("organisation", "organisations")},
    "reminders": {"ru": ("напоминание", "напоминания", "напоминаний"), "en": ("reminder", "reminders")},
    "items": {"ru": ("пункт", "пункта", "пунктов"), "en": ("item", "items")},
    "letters": {"ru": ("письмо", "письма", "писем"), "en": ("letter", "letters")},
    "people": {"ru": ("участник", "участника", "участников"), "en": ("person", "people")},
    "records": {"ru": ("запись", "записи", "записей"), "en": ("record", "records")},
    "meetings": {"ru": ("встреча", "встречи", "встреч"), "en": ("meeting", "meetings")},
    "plans": {"ru": ("план", "плана", "планов"), "en": ("plan", "plans")},
    "programmes": {"ru": ("программа", "программы", "программ"), "en": ("programme", "programmes")},
    "attempts": {"ru": ("попытка", "попытки", "попыток"), "en": ("attempt", "attempts")},
    "minutes": {"ru": ("минута", "минуты", "минут"), "en": ("minute", "minutes")},
    "hours": {"ru": ("час", "часа", "часов"), "en": ("hour", "hours")},
}


@lru_cache(maxsize=4096)
def day(value: date, language: Language) -> str:
    """«25.09.2026» in both languages: what the field of a form takes back."""
    return f"{value:%d.%m.%Y}"


@lru_cache(maxsize=4096)
def day_short(value: date, language: Language) -> str:
    """«25.09»: where the year is clear from the page."""
    return f"{value:%d.%m}"


@lru_cache(maxsize=4096)
def month(value: date, language: Language) -> str:
    """«сен»; in January with the year."""
    short = format_date(value, "LLL", locale=LOCALES[language]).rstrip(".")
    return f"{short}{NBSP}{value.year}" if value.month == 1 else short


def moment(at: datetime, zone: str, language: Language) -> str:
    """«17.11, 09:00» in the organisation's time."""
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m, %H:%M}"


@lru_cache(maxsize=4096)
def counted(what: str, number: int, language: Language) -> str:
    """A number with its word in the right form; `what` is a key of the table above.

    >>> [counted("pairs", n, "ru").replace(NBSP, " ") for n in (1, 2, 5, 21)]
    ['1 пара', '2 пары', '5 пар', '21 пара']
    """
    return with_number(_COUNTED[what][language], number, language)


@lru_cache(maxsize=4096)
def name_short(name: str) -> str:
    """«Иванова М. П.» for «Иванова Мария Петровна», held together by no-break spaces."""
    return short_name(name).replace(" ", NBSP)
