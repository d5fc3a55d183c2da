"""Headings of sections: their number, title, result, and the month that dates the rows below."""

import re
from dataclasses import dataclass, field, replace

from engine.deadlines.model import Deadline
from engine.deadlines.reading import read
from engine.periods import Period
from engine.roadmap_reading.evidence import is_deadline
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.model import ReadSection, Said
from engine.roadmap_reading.numbers import Numbered, depth, heading_numbered, is_child, letter, number_of
from engine.roadmap_reading.rows import WholeRow

_LONGEST_DATE = 45
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ANY_MONTH = "январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_GENITIVES = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_MONTH = re.compile(rf"\b({_ANY_MONTH})[а-я]{{0,2}}\b\s*(20\d\d)?", re.IGNORECASE)
_WHEN = re.compile(
    rf"^(?:(?:{_ANY_MONTH})[а-я]{{0,2}}\b|в\s+течение|на\s+протяжении|весь|ежемесячно|постоянно"
    r"|(?:[IVX1-4]+|перв\w+|втор\w+|трет\w+|четв[её]рт\w+)(?:-?[а-я]{1,2})?\s+(?:квартал|полугоди|четверт|триместр|семестр))",
    re.IGNORECASE,
)
_BARE_DAYS = re.compile(
    r"^(?:(до|с|к|не позднее)\s+)?(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?(?:[-\s]*(?:го|числа|число))?\.?$", re.IGNORECASE
)
_OWN_MONTH = re.compile(r"\d{1,2}[./]\d{1,2}", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:в\s+течение\s+(?:всего\s+)?(?:месяца|периода)|весь\s+месяц)$", re.IGNORECASE)


@dataclass(slots=True)
class Sections:
    """The headings met so far, in order."""

    pen: Pen
    found: list[ReadSection] = field(default_factory=list[ReadSection])
    _letters: int = 0

    def add(self, row: WholeRow) -> ReadSection:
        """A heading's row: its words in the order of the columns, a result of its own apart."""
        aside = (
            set(row.layout.places("result", "result_document", "indicator", "other")) if not row.wide else set[int]()
        )
        titles = [patch for place in sorted(row.patches) if place not in aside for patch in row.patches[place]]
        results = [patch for place in sorted(row.patches) if place in aside for patch in row.patches[place]]
        if not titles:
            titles, results = results, []
        result = self.pen.said(results).text
        section = ReadSection("", "", result, row.at)
        words = [patch for patch in titles if not number_of(patch.text)]
        number = next((told for patch in titles if (told := number_of(patch.text))), "")
        if number and words:
            return self._kept(Numbered(number, self.pen.said(words).text), section)
        return self._kept(heading_numbered(self.pen.said(titles).text), section)

    def add_titled(self, words: Said) -> ReadSection:
        """A heading that stood outside the table or in a column of stages."""
        return self._kept(heading_numbered(words.text), ReadSection("", "", "", words.at))

    def for_item(self, number: str) -> str:
        """The section of a row with this number: the last one, or its parent where the number leaves it."""
        if not self.found:
            return ""
        last = self.found[-1].number
        if depth(last) < 2 or not number or is_child(number, last):
            return last
        known = {section.number for section in self.found}
        while "." in last:
            last = last.rpartition(".")[0]
            if is_child(number, last) and last in known:
                return last
        return self.found[-1].number

    def _kept(self, told: Numbered, section: ReadSection) -> ReadSection:
        """A heading without a number, or with one already given, gets a letter."""
        number, title = told.number, told.words
        if not number or any(number == one.number for one in self.found):
            title = f"{number}. {title}" if number else title
            number = letter(self._letters)
            self._letters += 1
        made = replace(section, number=number, title=title)
        self.found.append(made)
        return made


def dating(title: str) -> str:
    """The words of a heading that date the rows under it («Сентябрь», «I полугодие»), "" when it dates nothing.

    >>> dating("СЕНТЯБРЬ 2025 г."), dating("Работа с кадрами")
    ('СЕНТЯБРЬ 2025 г.', '')
    """
    words = title.strip(" .:")
    return title.strip() if len(words) <= _LONGEST_DATE and _WHEN.match(words) and is_deadline(words) else ""


def dated_by(heading: str, cell: str, period: Period | None) -> tuple[str, Deadline] | None:
    """A cell under a heading that dates it («Сентябрь» above «1 неделя»): the words of both and their meaning.

    None when the cell says enough by itself.

    >>> dated_by("Сентябрь 2025", "до 15", None)[1].value
    '2025-09-15'
    """
    if not cell.strip():
        return heading, read(heading, period).deadline
    if _OWN_MONTH.search(cell) or _MONTH.search(cell):
        return None
    month = _MONTH.search(heading)
    if _WHOLE.match(cell.strip()) and month:
        return f"{heading}, {cell}", read(heading, period).deadline
    own = read(cell, period).deadline
    if own.kind not in ("ambiguous", "unreadable", "empty", "event"):
        return None
    days = _BARE_DAYS.match(cell.strip())
    if days and month:
        return f"{heading}, {cell}", read(_day_of(days, month), period).deadline
    both = read(f"{heading}, {cell}", period).deadline
    if both.kind in ("unreadable", "empty", "event"):
        return None
    return f"{heading}, {cell}", both


def _day_of(days: re.Match[str], month: re.Match[str]) -> str:
    """«до 15» under «Сентябрь 2025» → «до 15 сентября 2025 года»."""
    place = next(i for i, stem in enumerate(_MONTHS) if month[1].lower().startswith(stem))
    span = f"{days[2]}-{days[3]}" if days[3] else days[2]
    before = f"{days[1]} " if days[1] else ""
    year = f" {month[2]} года" if month[2] else ""
    return f"{before}{span} {_GENITIVES[place]}{year}"
