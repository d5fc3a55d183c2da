"""Days and years written inside the text of a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.deadlines.lexicon import known
from engine.roadmap_reading.wording import plain

_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{_YEAR}|\d\d)(?!\d)"
    rf"|(?<![\d.,])(?P<day2>\d{{1,2}}) (?P<name>[а-я]{{3,9}})(?: (?P<year2>{_YEAR}))?"
)
_OF_A_PAPER = re.compile(r"(?:\bот|утвержденн[а-я]+|редакци[а-я]+|№ ?[\w/-]+,?) ?$")
_SPAN = rf"(?P<first>{_YEAR})(?: ?(?:г\.?|год[а-я]*)?) ?(?:-|/|и|по) ?(?P<second>{_YEAR}|\d\d(?!\d|\.\d))"
_YEARS = re.compile(
    rf"(?<![\d.№/-])(?:{_SPAN}|(?P<single>{_YEAR}))(?![\d/-])(?P<tail> ?(?:гг\b|г\b|год[а-я]*|уч\.|учебн[а-я]*)?)"
)
_LASTING = re.compile(
    r"(?:начиная с|действу[а-я]+ с|\bс|\bдо|\bот|№|редакци[а-я]+|утвержденн[а-я]+ в|фз|приказ[а-я]*) ?$"
)
_DATED = re.compile(r"\d{1,2}\.\d{1,2}\.$|\d{1,2} (?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[а-я]* $")
_FOR = re.compile(r"(?<![а-я])(?:на|за) ?$")
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day in a text, its year perhaps unsaid. `until`: it stands behind «до», so it is a deadline of its own."""

    words: str
    day: int
    month: int
    year: int | None
    until: bool

    def fits(self, start: date | None, due: date, last: date) -> bool:
        """Whether it agrees with a deadline. A day before «до …» is a step on the way, unless it is a «до» itself."""
        for year in [self.year] if self.year else range((start or due).year, last.year + 1):
            try:
                day = date(year, self.month, self.day)
            except ValueError:
                return True  # no such day in the calendar: not a date at all
            if self.until and start is None and due == last:
                if day == due:
                    return True
            elif (start is None or start <= day) and day <= last:
                return True
        return self.year is None and start is None and not self.until  # a day of an earlier year is on the way, too


def days_in(text: str) -> Iterator[SaidDay]:
    """The days a text names, without those of orders and laws.

    >>> [said.words for said in days_in("Встреча до 15.09.2025 по приказу от 01.08.2025")]
    ['15.09.2025']
    """
    told = plain(text)
    for found in _DAY.finditer(told):
        before = told[: found.start()]
        if _OF_A_PAPER.search(before):
            continue
        month = int(found["month"]) if found["month"] else _month(found["name"])
        if not 1 <= month <= 12:
            continue
        year = found["year"] or found["year2"]
        full = None if year is None else int(year) if len(year) > 2 else 2000 + int(year)
        until = re.search(r"\bдо ?$", before) is not None
        yield SaidDay(found[0].strip(), int(found["day"] or found["day2"]), month, full, until)


def stale_years(text: str, *, before: int) -> Iterator[str]:
    """Years and spans of years that ended before the year `before`, as written.

    >>> list(stale_years("Результаты 2023-2024 учебного года по приказу от 12.05.2020", before=2025))
    ['2023-2024']
    """
    told = plain(text)
    for found in _YEARS.finditer(told):
        if found["single"]:
            last = int(found["single"])
            if _LASTING.search(told[: found.start()]) or _DATED.search(told[: found.start()]):
                continue
        else:
            second = int(found["second"])
            last = second if second >= _CENTURY else int(found["first"]) // _CENTURY * _CENTURY + second
        alone = found["single"] is not None and not found["tail"].strip() and not _FOR.search(told[: found.start()])
        if last < before and not alone:
            yield found[0].removesuffix(found["tail"]).strip()


def _month(name: str) -> int:
    lexeme = known(name)
    return lexeme.number if lexeme is not None and lexeme.tag == "month" else 0
