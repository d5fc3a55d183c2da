"""Measurable results: «не менее 90 %», «3 публикации» → what is measured, how it is compared, with which number.

Only numbers of things count. Dates, years, ages, laws, list numbers and times are no results.
"""

import re
from collections.abc import Iterator

from engine.roadmap_reading.measures import LOOSE_MEASURES, MEASURES, THINGS
from engine.roadmap_reading.wording import mended, plain
from engine.roadmaps import Comparison, Threshold, Unit

_SOFTENER = r"(?:,? ?чем)?(?: на| у| до| по| в)?"
_AT_LEAST = (
    rf"не (?:менее|меньше|ниже|мене){_SOFTENER}|как минимум|минимум|по меньшей мере|хотя бы|≥|>=|"
    r"от(?= \d+(?:-?[а-я]{1,3})? ?(?:%|[а-я]))"
)
_ABOVE = rf"более{_SOFTENER}|больше|свыше|выше|>"
_AT_MOST = rf"не (?:более|больше|выше|превыш[а-я]+){_SOFTENER}|максимум|≤|<=|до(?= \d+(?: ?%| человек| участник))"
_COMPARING = rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<above>{_ABOVE}))"
_NUMBERS = (
    ("одн[а-я]+|один", 1), ("двух|две|два|дву[хм]", 2), ("трех|три", 3), ("четырех|четыре", 4), ("пяти|пять", 5),
    ("шести|шесть", 6), ("семи|семь", 7), ("восьми|восемь", 8), ("девяти|девять", 9), ("десяти|десять", 10),
)  # fmt: skip
_SPELT = "|".join(forms for forms, _ in _NUMBERS)
_AMOUNT = (
    r"(?P<number>\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?:-?(?:ти|х|ми|и|го))?(?:[ -]+\d+(?= ?%))?|"
    rf"(?P<spelt>{_SPELT})|(?P<half>половин[а-я]+)"
)
_SHARE = r" ?(?P<percent>%|процент[а-я]*)(?:-?[а-я]{1,4}(?![а-я]))?"
_FOUND = re.compile(
    rf"(?<![а-я\d.,/№-])(?:{_COMPARING} ?)?(?:\(?)(?:{_AMOUNT})(?![\d/])(?:\s?\([а-я ]+\))?(?:{_SHARE})?(?![а-я])"
)
_ANY_NUMBER = re.compile(rf"\d|половин|{_SPELT}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_AMOUNTS = re.compile(  # what stands right behind a number that counts no result
    r" ?(?:-|–)? ?(?:г\.|г\b|гг|год|лет\b|год[а-я]*|мес|недел|дн[яей]|день|час|мин|квартал|кварт|полуг|раз[а]?\b|класс|"
    r"кл\b|руб\.|рублей|тыс|пункт|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"балл|уч\.|учебн|\.\d|-ФЗ|-фз|фз\b)"
)
_NUMBERED = re.compile(  # … and right before it
    r"(?:№|n|ст\.?|стать[а-я]+|п\.?|пп\.?|пункт[а-я]*|приложени[а-я]+|раздел[а-я]*|часть|ч\.|от|с|по|до|форм[а-я]+|"
    r"классы?|школ[а-я]*|сош|оош|к|в возрасте|возраст[а-я]*|стаж[а-я]*|закон[а-я]*|сад[а-я]*|г\.) ?$"
)
_AGE = re.compile(r"(?:возраст|стаж|опыт)[а-я]*(?: [а-я]+){0,3} (?:от|до|с)? ?$")
_CLAUSE = re.compile(r"[;\n]|,(?=\s*[а-я])(?!\s*(?:чем|чьи|котор))|\.(?=\s|$)")


def thresholds_of(words: str, activity: str = "") -> tuple[Threshold, ...]:
    """The measurable results in the order of the words. `activity` tells what is counted where the words do not.

    «Более» has no sign of its own: more than 3 is at least 4, more than half is at least 51 %.

    >>> [str(one) for one in thresholds_of("Не менее 3 публикаций на ресурсах")]
    ['publications >= 3']
    """
    if not _ANY_NUMBER.search(plain(words)):
        return ()
    found: dict[Threshold, None] = {}
    for clause, around in _clauses(words):
        for threshold in _in_clause(clause, around, plain(activity)):
            found.setdefault(threshold)
    return tuple(found)


def _clauses(words: str) -> Iterator[tuple[str, str]]:
    """Each clause with the whole text around it."""
    text = mended(words)
    whole = plain(text)
    start = 0
    for end in [*(found.start() for found in _CLAUSE.finditer(text)), len(text)]:
        if clause := plain(text[start:end].strip(" ;,.\n")):
            yield clause, whole
        start = end


def _in_clause(clause: str, around: str, activity: str) -> Iterator[Threshold]:
    for found in _FOUND.finditer(clause):
        percent = found["percent"] is not None or found["half"] is not None
        compared = any(found[name] for name in ("least", "most", "above"))
        before, behind = clause[: found.start()], clause[found.end() :]
        if not percent and _is_no_amount(found, before, behind, compared=compared):
            continue
        value = _value(found)
        unit: Unit = "percent" if percent else "count"
        if percent and value > 100:
            continue
        measure = _measure(clause, around, activity, behind, percent=percent, compared=compared)
        if measure:
            yield Threshold(measure, _comparison(found, value, percent=percent), _stated(found, value), unit)


def _is_no_amount(found: re.Match[str], before: str, behind: str, *, compared: bool) -> bool:
    if found["number"] and (_YEAR.fullmatch(found["number"]) and not compared):
        return True
    if _NOT_AMOUNTS.match(behind) or _AGE.search(before):
        return True
    if not behind.strip(" ()."):
        return not compared
    return not compared and (_NUMBERED.search(before) is not None or bool(found["spelt"]))


def _value(found: re.Match[str]) -> int:
    if found["half"]:
        return 50
    if found["spelt"]:
        return next(value for forms, value in _NUMBERS if re.fullmatch(forms, found["spelt"]))
    return int(found["number"].replace(" ", ""))


def _comparison(found: re.Match[str], value: int, *, percent: bool) -> Comparison:
    if found["most"]:
        return "<="
    return "=" if percent and value == 100 and not found["above"] else ">="


def _stated(found: re.Match[str], value: int) -> int:
    return value + 1 if found["above"] and not (found["percent"] and value >= 100) else value


def _measure(clause: str, around: str, activity: str, behind: str, *, percent: bool, compared: bool) -> str:
    """The name of what is counted, "" when a bare number counts nothing we know.

    A count is told by the words behind the number; a share by its clause, then by the words around and the activity.
    """
    unit: Unit = "percent" if percent else "count"
    near = behind[:60]
    places = (clause, around, activity) if percent else (near,)
    for place in places:
        for measure in MEASURES:
            if measure.unit == unit and measure.fits(place):
                return measure.key
    if not percent and compared:
        for measure in LOOSE_MEASURES:
            if measure.fits(clause):
                return measure.key
    return THINGS if percent or compared else ""
