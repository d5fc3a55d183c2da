"""«УТВЕРЖДАЮ» and «Приложение к приказу»: which office approved the roadmap and by which paper, never a name."""

import re
from datetime import date

from engine.deadlines.reading import read
from engine.roadmaps import Approval

_MARK = re.compile(
    r"утвержд(?:аю|ен[аоы]?|ённ?[аоы]?)\b|согласован[аоы]?\b|принят[аоы]?\b|рассмотрен[аоы]?\b|приложение\b|^\*?к\s+приказу|^введен[аоы]?\s+в",
    re.IGNORECASE,
)
_APPROVED = re.compile(r"утвержд(?:аю|ен[аоы]?|ена)\b", re.IGNORECASE)
_PAPER = re.compile(r"(?:приказ|распоряжени|постановлени|протокол|решени)\w*", re.IGNORECASE)
_NUMBER = re.compile(r"№\s*([0-9][\w./-]*(?:\s?[-–]\s?[А-Яа-яA-Z]{1,4}\b)?)|\bN\s?([0-9][\w./-]*)")
_DAY = re.compile(
    r"(?:от\s*)?[«\"]?\s*(\d{1,2})\s*[»\"]?[.\s]\s*(\d{1,2}|[а-яё]{3,9})[.\s]\s*((?:20)?\d\d)\b", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)|(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?)"
    r"|(?:[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична))"
)
_OFFICE = re.compile(
    r"(?:(?:и\.\s?о\.|врио)\s+)?(?:директор|заведующ|руководител|начальник|глава|председател|ректор|министр|заместител|управлени"
    r"|департамент|министерств|комитет|отдел|администраци)\w*",
    re.IGNORECASE,
)
_ISSUER = re.compile(r"(?:приказ|распоряжени|постановлени)\w*\s+([А-ЯЁа-яё][^\n]{2,120}?)\s+от\s+[«\"]?\d")
_FILLERS = re.compile(r"_{2,}|/\s*/|\.{4,}|\bМ\.\s?П\.", re.IGNORECASE)
_LONGEST_OFFICE = 160
_LONGEST_PAPER = 220


def is_stamp(text: str) -> bool:
    """Whether a line begins a stamp of approval.

    >>> is_stamp("УТВЕРЖДАЮ"), is_stamp("Дорожная карта")
    (True, False)
    """
    return bool(_MARK.match(text.strip(' *«"')))


def belongs_to_stamp(text: str) -> bool:
    """Whether a line goes on with a stamp: an office, a name, a paper, blanks for a signature."""
    bare = text.strip(" *")
    return bool(
        is_stamp(bare)
        or _PAPER.match(bare)
        or _OFFICE.match(bare)
        or _NAME.search(bare)
        or _FILLERS.search(bare)
        or _NUMBER.search(bare)
        or (_DAY.match(bare) and len(bare) < 40)
    )


def approval_of(lines: list[str]) -> Approval | None:
    """Who approved, by which paper; None without a mark of approval or without its number and day."""
    text = "\n".join(line.strip(" *") for line in lines)
    marks = list(_APPROVED.finditer(text))
    after = text[marks[-1].start() :] if marks else text
    paper = _paper(after) or _paper(text)
    if paper is None:
        return None
    number, day = paper
    return Approval(_office(after, number, whole=text), number, day)


def _paper(text: str) -> tuple[str, date] | None:
    """The number and day that stand nearest to each other, an order's before others."""
    starts = [found.start() for found in _PAPER.finditer(text)] or [0]
    for start in starts:
        piece = text[start : start + _LONGEST_PAPER]
        days = [(day, told) for day in _DAY.finditer(piece) if (told := _date(day[0]))]
        numbers = [one for one in _NUMBER.finditer(piece) if not any(_within(one, day) for day, _ in days)]
        if numbers and days:
            # A school's own number («Гимназия № 4») stands further from the date than the paper's.
            number, (_, told) = min(((one, day) for one in numbers for day in days), key=_distance)
            return "".join((number[1] or number[2]).split()).rstrip(".,;"), told
    return None


def _within(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _distance(pair: tuple[re.Match[str], tuple[re.Match[str], date]]) -> int:
    number, (day, _) = pair
    return number.start() - day.end() if number.start() >= day.end() else day.start() - number.end()


def _date(words: str) -> date | None:
    deadline = read(words.removeprefix("от").strip(), None).deadline
    return deadline.day if deadline.kind == "point" else None


def _office(after: str, number: str, *, whole: str) -> str:
    """The office, without the name of who holds it, the paper and the blanks."""
    own = re.compile(rf"(?:№|\bN)\s*{re.escape(number)}")
    for text in (after, whole):
        found = _OFFICE.search(text)
        if found is None:
            continue
        office = text[found.start() :]
        cut = [
            match.start()
            for match in (
                _NAME.search(office),
                _PAPER.search(office, 1),
                _FILLERS.search(office),
                _DAY.search(office),
                own.search(office),
            )
            if match
        ]
        office = " ".join(office[: min(cut, default=len(office))].split()).strip(" ,.;:–-")
        return office.removesuffix(" от").strip()[:_LONGEST_OFFICE]
    issuer = _ISSUER.search(" ".join(whole.split()))
    return issuer[1].strip(" ,.")[:_LONGEST_OFFICE] if issuer else ""
