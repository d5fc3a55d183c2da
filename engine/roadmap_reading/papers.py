"""Which papers prove a row: words of a result or document cell → kinds, in the order they are named.

A word for a paper counts where the paper is made or stands for itself: «приказ», «утверждены положения», «составление
отчёта». It does not where it is only spoken of: «в рамках плана», «100 % позиций карты», «планы выполнены», «приказ об
утверждении положения» (one paper, the order).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.roadmap_reading.paper_words import PAPER_WORDS, PaperWord
from engine.roadmap_reading.wording import mended, plain
from engine.roadmaps import DocumentKind

_LINES = re.compile(r"[;:•]|\n(?=\s*(?:[-–—А-ЯЁ]|\d+[.)]))|(?<=[а-яё\d])[.](?=\s|$)")
_CLAUSES = re.compile(r",| - ")
_MAKING = re.compile(
    r"(?:разраб|утвержд|состав|оформл|изда[нтв]|создан|подготов|заключ|сбор|собран|получ|(?:с?формир)|заполн|веден|приня|"
    r"подпис|сда[нч]|направл|представл|предостав|размещ|опубликов|выпу[щс]|выда|вруч|наполн|проект|пакет|комплект|копи|"
    r"налич|перечн|переч|шаблон|обновл|актуализ|корректир|пересмотр|напис|включа|регистрац|зарегистр|введен|издани|"
    r"содерж|заверен|скан|проведен|организо|организац)[а-я-]*|форм[аыу]"
)
_ABOUT = re.compile(
    r"(?:об?о?|по|во?|для|со?|из|ко?|на|при|от|под|над|без|через|до|после|согласно|рамках|соответствии|основе|итогам)"
)
_DONE = re.compile(r"(?<![а-я])(?:реализ|выполн|исполн)[а-я]*")
_USED = re.compile(r"(?<![а-я])(?:про)?(?:анализ|обработ|обобщ|изуч)[а-я]*|мониторинг[а-я]*|контрол[а-я]+")
_ADJECTIVE = re.compile(r"[а-я-]+(?:[кгхжшщч]и[йе]|ый|ой|ая|яя|ое|ее|ые|ого|его|ому|ему|ых|их|ую|юю|ым|им|ыми|ими)")
_PARTICIPLE = re.compile(r"[а-я-]+(?:ан|ен|ян|ана|ена|ано|ено|аны|ены)")
_TOKEN = re.compile(r"[а-яa-z-]+|\d+|[^\sа-яa-z\d]")
# Forms that can only be a nominative or an accusative: the paper stands for itself after any word.
_NAMED = re.compile(
    r".*(?:приказы?|положение|распоряжение|планы?|программ[ау]|карт[ау]|отчеты?|справк[ау]|протоколы?|реестры?|баз[ау]|"
    r"соглашение|договоры?|анкет[ау]|сборники?|рекомендации|материалы|список|банк|график|маршруты?|согласие)\"?\)?"
)
_DATIVE = re.compile(r"(?:ам|ах)$")
_NUMBERS = re.compile(r"\d+|%")
_JOINTS = frozenset({"и", "или", "/", "+", "-", '"', "(", ")"})
_DOING_DONE = frozenset({"plan", "programme", "roadmap"})


@dataclass(frozen=True, slots=True)
class _Mention:
    word: PaperWord
    start: int
    end: int


def kinds_of(words: str, activity: str = "") -> tuple[DocumentKind, ...]:
    """Kinds of the papers the words promise, without repeats. `activity` helps where the words say only «форма».

    >>> kinds_of("Приказ об утверждении положения; протокол")
    ('order', 'protocol')
    """
    lines = [plain(line) for line in _LINES.split(mended(words))]
    kinds: dict[DocumentKind, None] = dict.fromkeys(kind for line in lines for kind in _promised(line))
    if not kinds and any(line.startswith("мониторинг") for line in lines):
        return ("report",)
    if not kinds and any(line in {"форма", "формы", "бланк", "бланки"} for line in lines):
        return kinds_of(activity) if activity else ()
    return tuple(kinds)


def _promised(line: str) -> Iterator[DocumentKind]:
    """The kinds a line promises. What another paper is about is no paper of its own."""
    ends = [found.start() for found in _CLAUSES.finditer(line)]
    passed = 0
    for one in _mentions(line):
        begin = max([end + 1 for end in ends if end < one.start], default=0)
        begin = max(begin, passed)
        end = min([end for end in ends if end >= one.end], default=len(line))
        before, clause = line[begin : one.start], line[begin:end]
        if not _USED.search(before) if one.word.free else _counts(one, before, clause):
            yield one.word.kind
        passed = one.end


def _mentions(line: str) -> list[_Mention]:
    found: list[_Mention] = []
    left = line
    for word in PAPER_WORDS:
        taken = [_Mention(word, match.start(), match.end()) for match in word.pattern.finditer(left)]
        if taken:
            found += taken
            left = word.pattern.sub(lambda match: "\0" * len(match[0]), left)
    return sorted(found, key=lambda one: one.start)


def _counts(one: _Mention, before: str, clause: str) -> bool:
    if one.word.kind in _DOING_DONE and _DONE.search(clause):
        return False
    if one.word.kind == "questionnaire" and _USED.search(clause):
        return False
    named = clause[len(before) :][: one.end - one.start]
    if _DATIVE.search(named):
        return False
    tokens: list[str] = _TOKEN.findall(before)
    while tokens and _ADJECTIVE.fullmatch(tokens[-1]) and not _PARTICIPLE.fullmatch(tokens[-1]):
        tokens.pop()
    if not tokens or tokens[-1] in _JOINTS:
        return not any(_ABOUT.fullmatch(token) for token in tokens) or bool(_NAMED.fullmatch(named))
    head = tokens[-1]
    if _ABOUT.fullmatch(head) or (len(tokens) > 1 and _ABOUT.fullmatch(tokens[-2]) and not _PARTICIPLE.fullmatch(head)):
        return False
    return bool(
        _MAKING.fullmatch(head) or _PARTICIPLE.fullmatch(head) or _NUMBERS.fullmatch(head) or _NAMED.fullmatch(named)
    )
