"""What roadmaps measure, by the words beside the number. The first measure that fits is the one.

A share is looked for in its own clause, then in the words around it, then in the row's activity; a count in the words
right behind its number. Names are those the computing of figures knows.
"""

import re
from dataclasses import dataclass

from engine.roadmaps import Unit

THINGS = "things"
"""A number of something nobody here can count: entered by hand."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`but`: words that tell another thing is meant."""

    key: str
    unit: Unit
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None = None

    def fits(self, words: str) -> bool:
        return self.pattern.search(words) is not None and (self.but is None or not self.but.search(words))


def _measure(key: str, unit: Unit, pattern: str, but: str = "") -> Measure:
    return Measure(key, unit, re.compile(pattern), re.compile(but) if but else None)


_ROWS = r"(?:мероприяти|позици|пункт|строк)[а-я]*"
_IN_TIME = r"(?:в срок|в установленн|своевременн)[а-я ]*"
_DONE = r"(?:реализ|выполн|исполн)[а-я]*"
_PLANS = r"(?:индивидуальн[а-я]+ план|персонализированн[а-я]+ программ)[а-я]*"
_WRITTEN = r"(?:составл|разработа|имеет|имеют|наличи)[а-я]*"
_STAFF = r"(?:педагог|учител|работник|сотрудник)[а-я]*"
_GATHERING = r"(?:встреч|игр|мероприяти|семинар|собран|форум|конференци)[а-я]*"
_CAME = r"(?:участ|присутств|посети|посещ|явк)[а-я]*"
_WORDS = r"^[ )]*(?:[а-я-]+ ){0,3}?"

MEASURES: tuple[Measure, ...] = (
    _measure(THINGS, "percent", r"^[^.;]*(?:удовлетвор|довольн|положительн|успеваем|качеств[а-я]+ знани)"),
    _measure("rows_on_time", "percent", rf"{_ROWS}.*{_IN_TIME}|{_IN_TIME}.*{_ROWS}"),
    _measure("rows_done", "percent", rf'{_ROWS} (?:[а-я"()]+ ){{0,2}}?\(?"?(?:дорожн|плана\b|карты)'),
    _measure("rows_done", "percent", rf"{_DONE} (?:[а-я]+ ){{0,2}}(?:дорожн[а-я]+ карт|плана мероприятий)"),
    _measure("consents", "percent", r"согласи"),
    _measure("diagnostics_passed", "percent", r"диагностик|тестировани|диагностирован"),
    _measure("council_attendance", "percent", r"педагогическ[а-я]+ совет|педсовет"),
    _measure("plans_approved", "percent", rf"{_PLANS} .*утвержд|утвержд[а-я]* .*{_PLANS}"),
    _measure("plans_written", "percent", rf"{_PLANS} .*{_WRITTEN}|{_WRITTEN} .*{_PLANS}"),
    _measure(
        "plans_done",
        "percent",
        rf"план[а-я]* .*{_DONE}|{_DONE} .*план(?!ир)|персонализированн[а-я]+ программ[а-я]*.*{_DONE}|"
        rf"{_DONE}.*персонализированн",
        but=r"дорожн|план[а-я]* мероприятий",
    ),
    _measure(
        "staff_covered",
        "percent",
        rf"охва[тч]|педагогическ[а-я]+ (?:работник|состав|коллектив)|от (?:общего )?(?:количества|числа) педагог|"
        rf"(?:доля|процент) {_STAFF}|{_STAFF} (?:школы )?(?:вовлечен|включен|участву)",
    ),
    _measure("attendance", "percent", rf"{_CAME}.*{_GATHERING}|{_GATHERING} .*{_CAME}|посещаемост|явк[аи]|присутств"),
    _measure("participants", "percent", r"участ|наставляем|наставник|пар\b|пары"),
    _measure(
        "publications",
        "count",
        rf"{_WORDS}(?:публикаци|стат(?:ей|ьи)|пост(?:а|ов)\b|новост|заметк|пресс-релиз|"
        rf"материал[а-я]* (?:в сми|на сайт))",
    ),
    _measure("rubrics", "count", rf"{_WORDS}рубрик"),
    _measure("experts", "count", rf"{_WORDS}эксперт"),
    _measure(
        "lessons_per_group",
        "count",
        rf"{_WORDS}(?:заняти|урок|семинар|мастер-класс|тренинг)[а-я]*.*(?:для кажд|в кажд|каждой|на групп)",
    ),
    _measure(
        "representatives", "count", rf"{_WORDS}(?:представител|конкурсант|участник[а-я]* (?:конкурс|фестивал|событи))"
    ),
    _measure("representatives", "count", rf"^[ )]*(?:{_STAFF}|человек).*(?:приня|участ|конкурс|фестивал)"),
    _measure("event_participants", "count", rf"{_WORDS}(?:участник|слушател|посетител)"),
)

LOOSE_MEASURES: tuple[Measure, ...] = (
    _measure(THINGS, "percent", r"^[^.;]*(?:удовлетвор|довольн|положительн|успеваем|качеств[а-я]+ знани)"),
    _measure("publications", "count", r"публикаци"),
    _measure("rubrics", "count", r"рубрик"),
    _measure("experts", "count", r"эксперт"),
)
"""For «публикаций — не менее 3»: the thing stands before the number."""
