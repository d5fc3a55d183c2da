"""What a cell's own words look like, for columns that no header names and rows that lost a column."""

import re
from collections.abc import Sequence
from functools import lru_cache

from engine.deadlines.reading import read
from engine.periods import school_year
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.numbers import number_of

_LONGEST_DATE = 160
_SOME_YEAR = school_year(2025)  # any: only whether words are a deadline is asked, never which
_NO_DATE = frozenset({"unreadable", "empty"})
_PEOPLE = re.compile(
    r"(?:ответственн|руководител|куратор|директор|администраци|заместител|зам\.|завуч|педагог|методист|учител"
    r"|определяется|классн|председател|специалист|управлени|заведующ|воспитател|советник|преподавател|мастер"
    r"|наставник|школ|лице|гимнази|колледж|учреждени|организаци|психолог|библиотекар|рабоч\w+ групп|ОО\b"
    r"|[А-Я]{0,5}ОУ\b|[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+)",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"^\W*(?:приказ|распоряжени|положени|справк|протокол|план\b|план-|реестр|соглашени|договор|отч[её]т|программ|анкет"
    r"|журнал|список|база|банк|сертификат|удостоверени|методическ\w+ рекоменд|информационн\w+ письм|пресс-релиз|сборник"
    r"|публикаци|дорожная карта|аналитическ|фото|график|карта|портфолио|материал|буклет|грамот|диплом|конспект"
    r"|страниц)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"^\W*(?:сформирован|проведен|создан|разработан|организован|утвержден|подготовлен|определен|заполнен|оформлен"
    r"|повышени|наличи|обеспечени|выявлени|готов|не менее|100\s*%|\d{1,3}\s*%|реализован|выполнен|участи|формировани)",
    re.IGNORECASE,
)
_ACTION = re.compile(r"^\W*[А-ЯЁ][а-яё-]+(?:ние|ка|ция|ие|сие|ство|рс|нг|ча|за|еча|ча|оль|ор|еты?|ия|бор|еда)\b")


@lru_cache(maxsize=8192)
def is_deadline(words: str) -> bool:
    """Whether words say when.

    >>> is_deadline("до 20 сентября"), is_deadline("Куратор"), is_deadline("")
    (True, False, False)
    """
    text = words.strip()
    if not text or len(text) > _LONGEST_DATE or number_of(text):
        return False
    deadline = read(text, _SOME_YEAR).deadline
    if deadline.kind in _NO_DATE:
        return False
    # A long sentence with a date somewhere inside speaks of something else.
    return deadline.kind != "ambiguous" or len(text) <= 40


def is_people(words: str) -> bool:
    """Whether words look like an answer to «who»."""
    return bool(_PEOPLE.search(words)) and len(words) <= 200 and not is_deadline(words)


def is_paper(words: str) -> bool:
    """Whether words begin with the name of a paper."""
    return bool(_PAPERS.match(words))


def likeness(words: str, meaning: Meaning) -> float:
    """How much a cell looks like one of a column's: 1 surely, 0 cannot tell, -1 surely not."""
    text = words.strip()
    if not text:
        return 0.0
    match meaning:
        case "number":
            return 1.0 if number_of(text) else -1.0
        case "deadline" | "deadline_start" | "deadline_end":
            return 1.0 if is_deadline(text) else -0.8
        case "responsible":
            return _of_people(text)
        case "document":
            return 0.5 if is_paper(text) else _not_short(text)
        case "result" | "result_document":
            return 0.4 if _DONE.match(text) or is_paper(text) else _not_short(text)
        case "activity":
            return 0.5 if _ACTION.match(text) else 0.1 if len(text) > 25 else _not_short(text)
        case "indicator":
            return 0.1 if any(char.isdigit() for char in text) and not is_deadline(text) else _not_short(text)
        case _:
            return 0.0


def average(cells: Sequence[str], meaning: Meaning) -> float:
    """The likeness of a column's filled cells, 0 for a column without words."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(likeness(cell, meaning) for cell in filled) / len(filled) if filled else 0.0


def _of_people(text: str) -> float:
    if is_people(text):
        return 0.9 if len(text) < 90 else 0.3
    return -0.5 if is_deadline(text) or number_of(text) else -0.2


def _not_short(text: str) -> float:
    return -0.6 if is_deadline(text) or number_of(text) else 0.0
