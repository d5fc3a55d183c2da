"""The headings of a roadmap's table in running text: where they stand and which column each begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.source import SourceLine

NUMBER, ACTIVITY, DEADLINE, RESPONSIBLE = "number", "activity", "deadline", "responsible"
RESULT, DOCUMENT, INDICATOR, OTHER = "result", "document", "indicator", "other"

_MOST_LINES = 24
_FEWEST = 3
_LONGEST_UNKNOWN = 40
_END = r"(?:\s*\(\s*-?\s*\w{1,3}\s*\))?"  # «Ответственный(-ые)»
_NOUN = (
    r"(?:\s+(?:и\s+)?(?:\(?примерный\)?\s+)?(?:план\w*\s+)?"
    r"(?:деятельности|направлени\w+|мероприяти\w+|работы?|этап\w*|пункт\w*|действи\w+|задач\w*|дела?|событи\w+)"
    + _END
    + ")"
)
_OF = r"(?:\s+(?:реализации|исполнения|проведения|выполнения|завершения|начала|окончания)(?:\s+мероприяти\w+)?)"
_RESULT = rf"(?:(?:ключев|ожидаем|предполагаем|планируем|конечн|итогов)\w+{_END}\s+)?результат\w*{_END}"
_PAPER = rf"(?:(?:вид|итогов\w+|отчетн\w+|подтверждающ\w+|форма)\s+документ\w*{_END})"
_PHRASES: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(?:№№?|n\s?n|n|n°)\s*(?:п\s*[./]?\s*(?:п\.?)?)?(?!\w)|номер(?:\s+(?:строки|п/п|пункта))?"),
    (ACTIVITY, rf"(?:наименование|название|содержание|перечень|формулировка){_NOUN}*|мероприяти[яе]{_END}(?:/\w+)?"),
    (ACTIVITY, r"(?:основные\s+)?(?:направлени[яе]|виды?)\s+деятельности|дела(?:,\s*события,\s*мероприятия)?"),
    (ACTIVITY, r"рассматриваемые\s+вопросы(?:\s*/\s*тема)?|(?:планируемые\s+)?(?:действия|мероприятия)|этапы?|задачи"),
    (DEADLINE, rf"срок[и]?(?:\s*/\s*срок)?{_END}{_OF}?(?:\s*,\s*место\s+проведения)?|период{_OF}?"),
    (DEADLINE, rf"(?:ориентировочн\w+\s+)?(?:дата|время)(?:(?:\s*,\s*|\s+и\s+)(?:время|место|дата))*{_OF}?"),
    (DEADLINE, rf"место\s+и\s+дата{_OF}?"),
    (
        RESPONSIBLE,
        rf"ответственн\w+{_END}(?:\s+(?:исполнител\w+{_END}|лиц\w+|за\s+(?:исполнение|проведение|реализацию|"
        r"выполнение)(?:\s+мероприяти\w+)?))?(?:\s*/\s*соисполнител\w+)?",
    ),
    (RESPONSIBLE, rf"(?:соисполнител|исполнител|координатор)\w*{_END}"),
    (RESPONSIBLE, r"ф\.?\s*и\.?\s*о\.?\s+ответственного(?:\s+исполнителя)?(?:,\s*контактный\s+телефон)?"),
    (RESULT, rf"{_RESULT}(?:\s*[.,(/]\s*{_PAPER}\)?)?|дальнейшее\s+использование\s+результатов"),
    (DOCUMENT, r"документ\w*\s*(?:\([^)]{0,60}\))?\s*,?\s*(?:\(?\s*закрепляющ\w+\s+результат\w*\)?)?"),
    (DOCUMENT, rf"{_PAPER}|форма\s+(?:представления(?:\s+результат\w+)?|отч[её]т\w*|завершения)"),
    (INDICATOR, r"показател\w+(?:\s+(?:эффективности|результативности))?|индикатор\w*"),
    (INDICATOR, r"(?:номер\s+)?целев\w+\s+показател\w+"),
    (OTHER, r"класс(?:ы)?(?!\w)|участники(?:\s+мероприятия|\s*\(классы\))?|возраст(?:\s+воспитанников)?"),
    (OTHER, r"место\s+проведения|пояснени[ея](?:\s*\([^)]{0,60}\))?|исполнение|примечани[ея]"),
    (
        OTHER,
        r"отметка\s+об?\s+(?:вы|ис)полнении|целевая\s+аудитория|категория\s+участников|источник\w*\s+финансирования",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PHRASES)
_BETWEEN = re.compile(r"[\s.,;:/|]*")
_SEVERAL = frozenset({ACTIVITY, OTHER, RESULT, INDICATOR, RESPONSIBLE})


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what it holds and its heading as written."""

    kind: str
    text: str
    line: int  # index of its first line among the lines given


@dataclass(frozen=True, slots=True)
class Header:
    """The headings and the lines they take: from `start`, before `end` (indexes)."""

    headings: tuple[Heading, ...]
    start: int
    end: int

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(heading.kind for heading in self.headings)


def kind_of(text: str) -> str | None:
    """What a cell's words name when they are nothing but a heading.

    >>> kind_of("Ответственный\\nисполнитель")
    'responsible'
    """
    found = _longest(text.strip(), 0)
    if found is None:
        return None
    kind, end = found
    return kind if not text.strip()[end:].strip(" .,:*") else None


def complete(kinds: Sequence[str]) -> bool:
    """Whether these columns make a roadmap's table."""
    named = set(kinds)
    return len(kinds) >= _FEWEST and ACTIVITY in named and bool(named & {DEADLINE, RESPONSIBLE})


def header_at(lines: Sequence[SourceLine], start: int) -> Header | None:
    """The headings that begin on this line, None when it begins none.

    >>> from engine.source import Spot
    >>> words = ("№", "п/п", "Мероприятия Срок", "реализации", "Ответственный", "1. Начало")
    >>> found = header_at([SourceLine(text, Spot(line=n)) for n, text in enumerate(words, 1)], 0)
    >>> found and [(one.kind, one.text) for one in found.headings], found and found.end
    ([('number', '№\\nп/п'), ('activity', 'Мероприятия'), ('deadline', 'Срок\\nреализации'), ('responsible', 'Ответственный')], 5)
    """  # noqa: E501  # a doctest's answer stands on one line
    text, begins = _window(lines, start)
    found: list[Heading] = []
    place, sure = 0, 0
    while place < len(text):
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing, too
        matched = _longest(text, place)
        if matched and (matched[0] in _SEVERAL or matched[0] not in {one.kind for one in found}):
            kind, end = matched
            found.append(Heading(kind, text[place:end].strip(), _line_of(begins, place)))
            place = sure = end
        elif found and (end := _unknown(text, place, begins)):
            found.append(Heading(OTHER, text[place:end].strip(), _line_of(begins, place)))
            place = end
        else:
            break
    while found and found[-1].kind == OTHER and _offset(begins, found[-1].line) >= sure:
        found.pop()
    if not complete([one.kind for one in found]):
        return None
    rest = text[sure:].partition("\n")[0]
    if rest.strip(" .,:*"):
        return None  # a sentence that begins with such a word
    return Header(tuple(found), start, _line_of(begins, sure - 1) + 1)


def _window(lines: Sequence[SourceLine], start: int) -> tuple[str, list[tuple[int, int]]]:
    """Some lines as one text, broken words joined, and (offset, index) of each."""
    text, begins = "", list[tuple[int, int]]()
    for index in range(start, len(lines)):
        words = lines[index].text.strip()
        if not words:
            continue
        if text and text[-1] in "-‐‑" and text[-2:-1].isalpha() and words[0].islower():
            text = text[:-1]  # «Ответствен-» and «ный»
        elif text:
            text += "\n"
        begins.append((len(text), index))
        text += words
        if len(begins) >= _MOST_LINES:
            break
    return text, begins


def _line_of(begins: list[tuple[int, int]], place: int) -> int:
    return max((index for offset, index in begins if offset <= place), default=begins[0][1])


def _offset(begins: list[tuple[int, int]], line: int) -> int:
    return next(offset for offset, index in begins if index == line)


def _longest(text: str, place: int) -> tuple[str, int] | None:
    """The longest heading that begins here with a capital letter or the number sign: what it names, its end."""
    if place >= len(text) or not (text[place].isupper() or text[place] in "№N"):
        return None
    best: tuple[str, int] | None = None
    for kind, pattern in _COMPILED:
        found = pattern.match(text, place)
        if found and found.end() > place and (best is None or found.end() > best[1]):
            end = found.end()
            if end == len(text) or not text[end].isalnum():
                best = (kind, end)
    return best


def _unknown(text: str, place: int, begins: list[tuple[int, int]]) -> int:
    """The end of a short line that may be a heading we do not know, 0 when it is not."""
    if all(offset != place for offset, _ in begins):
        return 0
    line = text[place:].partition("\n")[0]
    after = place + len(line) + 1
    known_follows = after < len(text) and _longest(text, after) is not None
    return place + len(line) if len(line) <= _LONGEST_UNKNOWN and line[:1].isupper() and known_follows else 0
