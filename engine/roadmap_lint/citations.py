"""Acts about mentoring that roadmaps cite, and citations that miss them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.roadmap_reading.wording import plain
from engine.words import Words

_ARTICLE = re.compile(r"(?:\bст(?:атья|атьи|атье|атьей|\.)? ?)(?P<number>\d{3}[.,]\d{1,2})(?P<tail>[^;]{0,40})")
_LABOUR = re.compile(r"\bтк\b|трудов[а-я]+ кодекс")
_RIGHT = "351.8"


@dataclass(frozen=True, slots=True)
class WrongCitation:
    words: str
    why: Words
    mend: Words


@dataclass(frozen=True, slots=True)
class _Act:
    """An act by its number, with its day and its short name."""

    number: re.Pattern[str]
    day: str
    name: Words


_ACTS = (
    _Act(
        re.compile(r"(?:№ ?|n )?р-145\b"), "25.12.2019", Words("распоряжение Минпросвещения № Р-145", "order No R-145")
    ),
    _Act(re.compile(r"(?:№ ?)?мр-42/02\b"), "23.01.2020", Words("письмо № МР-42/02", "letter No MR-42/02")),
    _Act(re.compile(r"(?:№ ?)?аз-1128/08\b"), "21.12.2021", Words("письмо № АЗ-1128/08", "letter No AZ-1128/08")),
    _Act(re.compile(r"(?:№ ?)?\b1264-р\b"), "21.05.2025", Words("распоряжение № 1264-р", "order No 1264-r")),
    _Act(re.compile(r"(?:№ ?)?\b273-фз\b"), "29.12.2012", Words("закон № 273-ФЗ", "law No 273-FZ")),
    _Act(re.compile(r"(?:№ ?)?\b152-фз\b"), "27.07.2006", Words("закон № 152-ФЗ", "law No 152-FZ")),
)
_ANY = re.compile(r"\d{3}[.,]\d|р-145|мр-42|аз-1128|1264-р|\d-фз")
_FROM = re.compile(r"от ?(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}) ?(?:г\.?|года)? ?$")
_BEHIND = re.compile(r"^ ?,? ?от ?(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")


def wrong_citations(text: str) -> Iterator[WrongCitation]:
    """Citations of the Labour Code's article on mentoring with its digits mixed up, and known acts with another day.

    >>> [one.words for one in wrong_citations("в соответствии со ст.358.1 ТК РФ")]
    ['ст.358.1']
    """
    told = plain(text)
    if not _ANY.search(told):
        return
    for found in _ARTICLE.finditer(told):
        number = found["number"].replace(",", ".")
        mixed = number != _RIGHT and sorted(number) == sorted(_RIGHT)
        if mixed and (_LABOUR.search(found["tail"]) or "наставн" in told):
            words = told[found.start() : found.start("tail")].strip()
            yield WrongCitation(
                words,
                Words(
                    f"«{words}»: о наставничестве говорит статья {_RIGHT} Трудового кодекса",
                    f"“{words}”: mentoring is article {_RIGHT} of the Labour Code",
                ),
                Words(f"Исправьте на «ст. {_RIGHT} ТК РФ»", f"Write article {_RIGHT}"),
            )
    for act in _ACTS:
        yield from _misdated(told, act)


def _misdated(told: str, act: _Act) -> Iterator[WrongCitation]:
    for found in act.number.finditer(told):
        dated = _FROM.search(told[: found.start()]) or _BEHIND.search(told[found.end() :])
        if dated is None:
            continue
        day = f"{int(dated['day']):02d}.{int(dated['month']):02d}.{dated['year']}"
        if day != act.day:
            yield WrongCitation(
                f"{found[0]} от {day}",
                Words(f"{act.name.ru} издано {act.day}, а не {day}", f"{act.name.en} is of {act.day}, not of {day}"),
                Words(f"Исправьте дату на {act.day}", f"Write the date {act.day}"),
            )
