"""Stable keys of events and of other plans, and the Russian words for them."""

import re

_KEY = re.compile(r'"([a-z][a-z0-9-]+)"')
_SOUNDS = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya"
_LATIN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", _SOUNDS.split(), strict=True))
_LONGEST_KEY = 60

# Event key → stems that must all occur in the phrase, tried in order; then the words that name it (genitive).
_EVENTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("each-meeting", ("кажд", "встреч"), "каждой встречи"),
    ("school-year-start", ("начал", "учебн", "год"), "начала учебного года"),
    ("school-year-end", ("учебн", "год"), "окончания учебного года"),
    ("mentoring-end", ("оконч", "наставнич"), "окончания наставничества"),
    ("mentoring-end", ("заверш", "наставнич"), "завершения наставничества"),
    ("mentoring-end", ("срок", "наставнич"), "окончания срока наставничества"),
    ("programme-start", ("начал", "программ"), "начала реализации программы"),
    ("programme-end", ("оконч", "программ"), "окончания реализации программы"),
    ("programme-end", ("заверш", "программ"), "завершения программы"),
    ("order-signed", ("приказ",), "издания приказа"),
    ("hire-date", ("работ", "прием"), "приёма на работу"),
    ("hire-date", ("трудоустр",), "трудоустройства"),
    ("pair-order", ("закрепл",), "закрепления пары"),
    ("pair-order", ("формир", "пар"), "формирования пары"),
    ("meeting", ("встреч",), "проведения встречи"),
    ("request", ("запрос",), "получения запроса"),
    ("application", ("заявлен",), "получения заявления"),
    ("training-end", ("обучен",), "окончания обучения"),
    ("diagnostics", ("диагност",), "проведения диагностики"),
    ("survey", ("анкетир",), "проведения анкетирования"),
    ("activity", ("мероприят",), "проведения мероприятия"),
)
# External key → stems, then the phrase that names it.
_PLANS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("iro-course-plan", ("курс", "иро"), "в соответствии с планом курсовых мероприятий ИРО"),
    ("iro-activity-plan", ("мероприят", "иро"), "в соответствии с планом мероприятий ИРО"),
    ("iro-plan", ("иро",), "по плану ИРО"),
    ("rnc-terms", ("рнц",), "в сроки РНЦ"),
    ("mentoring-programme-terms", ("срок", "програм", "наставнич"), "по срокам программ наставничества"),
    ("individual-plan", ("индивидуальн",), "по индивидуальному плану"),
    ("separate-plan", ("отдельн", "план"), "по отдельному плану"),
    ("separate-schedule", ("отдельн", "график"), "согласно отдельному графику"),
    ("school-work-plan", ("план", "школ"), "по плану работы школы"),
    ("school-work-plan", ("план", "работ", "оо"), "по плану работы школы"),
    ("timetable", ("расписан",), "по расписанию"),
    ("order", ("приказ",), "согласно приказу"),
    ("by-agreement", ("согласован",), "по согласованию"),
    ("by-agreement", ("договорен",), "по договорённости"),
    ("schedule-unspecified", ("график",), "согласно графику"),
    ("plan-unspecified", ("план",), "согласно плану"),
    ("set-terms", ("установлен", "срок"), "в установленные сроки"),
    ("to-be-announced", ("уточня",), "срок уточняется"),
)
_HOLIDAYS = {0: "", 1: "-autumn", 2: "-winter", 3: "-spring", 4: "-summer"}
_HOLIDAY_WORDS = {
    "": "каникулы",
    "-autumn": "осенние каникулы",
    "-winter": "зимние каникулы",
    "-spring": "весенние каникулы",
    "-summer": "летние каникулы",
}
UNSPECIFIED = "unspecified"


def event_key(words: str) -> str:
    """The key of an event from its words; unknown ones get a key made of their letters.

    >>> event_key("издания приказа")
    'order-signed'
    """
    return _named(words, _EVENTS) or UNSPECIFIED


def plan_key(words: str) -> str:
    """The key of another plan from the words that refer to it.

    >>> plan_key("отдельному графику")
    'separate-schedule'
    """
    return _named(words, _PLANS) or "other-plan"


def holiday_key(kind: int) -> str:
    """School holidays; `kind` is 1 autumn … 4 summer, 0 any.

    >>> holiday_key(1)
    'school-holidays-autumn'
    """
    return f"school-holidays{_HOLIDAYS[kind]}"


def event_words(key: str) -> str:
    """What stands after «после» or «до», in the genitive; a key of no known event is quoted.

    >>> event_words("order-signed")
    'издания приказа'
    """
    for known, _, words in _EVENTS:
        if known == key:
            return words
    return f"события «{key}»"


def plan_words(key: str) -> str:
    """A whole phrase that is read as this external key."""
    if key.startswith("school-holidays"):
        return _HOLIDAY_WORDS.get(key.removeprefix("school-holidays"), f"по плану «{key}»")
    for known, _, words in _PLANS:
        if known == key:
            return words
    return f"по плану «{key}»"


def _named(words: str, catalogue: tuple[tuple[str, tuple[str, ...], str], ...]) -> str:
    if quoted := _KEY.search(words):
        return quoted[1]
    for key, stems, _ in catalogue:
        if all(stem in words for stem in stems):
            return key
    return _spelt(words)


def _spelt(words: str) -> str:
    latin = "".join(_LATIN.get(letter, letter if letter.isascii() and letter.isalnum() else "-") for letter in words)
    key = re.sub("-+", "-", latin).lstrip("-0123456789")[:_LONGEST_KEY].rstrip("-")
    return key if len(key) > 1 else ""
