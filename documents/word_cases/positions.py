"""Cases of a post: its head noun and the adjectives before it change, all that depends on them stays.

«заместитель директора по УВР» → «заместителя директора по УВР»; «социальный педагог» → «социального педагога».
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from documents.word_cases.dictionary import readings
from documents.word_cases.exceptions import exceptions, unchanging_first_parts
from engine.papers.cases import CASES, OBLIQUE, Cases, Inflected

_TAGS = {"gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "pre": "loct"}
_WORD = re.compile(r"(?:[A-Za-z]+-)?[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*\Z")
_ACTING = re.compile(r"(?:и\.\s*о\.|ио|врио|врид)\s", re.IGNORECASE)  # «и. о. директора»: all of it stays
_SEGMENTS = re.compile(r"(\s*[,;/+]\s*|\s+[–—-]\s+|\s+и\s+)")
_BESIDE = re.compile(r"(?P<first>[^()]*\S) \((?P<other>[^\s()]+)\)(?P<rest>[^()]*)")
_ADJECTIVES = ("ADJF", "PRTF")
_LONGEST = 300


@lru_cache(maxsize=4096)
def inflected_position(post: str) -> Inflected:
    """Of posts joined by a comma or a dash every one changes that is in the nominative. Never raises."""
    if not post.strip() or len(post) > _LONGEST:
        return Inflected(Cases.unchanged(post), doubtful=bool(post.strip()))
    if _ACTING.match(post):
        return Inflected(Cases.unchanged(post))
    if (known := exceptions("positions").get(post.lower())) is not None:
        return Inflected(_like(post, known))
    if (beside := _BESIDE.fullmatch(post)) is not None and _heads(beside["other"]):  # «ассистент (помощник)»
        first, other = inflected_position(beside["first"]), inflected_position(beside["other"])
        both = (f"{first.cases.in_(case)} ({other.cases.in_(case)}){beside['rest']}" for case in CASES)
        return Inflected(Cases(*both), first.doubtful)
    pieces = _SEGMENTS.split(post)
    made: list[Cases] = []
    doubtful = False
    for at, piece in enumerate(pieces):
        if at % 2:
            made.append(Cases.unchanged(piece))
            continue
        cases = _segment(piece)
        # After the first, a segment may well be what somebody teaches: «учитель физики, астрономии».
        doubtful |= cases is None and at == 0
        made.append(cases or Cases.unchanged(piece))
    joined = Cases(*("".join(piece.in_(case) for piece in made) for case in CASES))
    return Inflected(joined, doubtful)


def _segment(text: str) -> Cases | None:
    """Of one post; None when its head is not found."""
    words = text.split()
    if not words:
        return None
    if (known := exceptions("positions").get(words[0].lower())) is not None:
        return _joined([_like(words[0], known)], words[1:])
    changing: list[Any] = []
    noun: list[Any] | None = None
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        noun = _noun(word)
        adjective = _adjective(word) if noun is None or _heads(following) else None
        if adjective is not None:  # «старший воспитатель»: alone he would be «старший» himself
            noun = None
        if adjective is None:
            break
        changing.append(adjective)
    if noun is None and not changing:
        return None
    # «обучающийся 9 класса»: without a noun the last of what looks like adjectives is the head itself.
    gender = (changing[-1] if noun is None else noun[0]).tag.gender or "masc"
    parts = [_of_adjective(word, one, gender) for word, one in zip(words, changing, strict=False)]
    if noun is not None:
        parts.append(_compound(words[len(changing)], noun))
    return _joined(parts, words[len(parts) :])


def _heads(word: str) -> bool:
    """Whether a word is a noun in the nominative that somebody may be called by."""
    found = _noun(word)
    return found is not None and "anim" in found[-1].tag


def _noun(word: str) -> list[Any] | None:
    """The readings of a noun in the nominative singular, one for each part of «педагог-психолог»."""
    if not _WORD.match(word) or (len(word) > 1 and word.isupper()):
        return None
    found: list[Any] = []
    for at, part in enumerate(word.lower().split("-")):
        if at == 0 and "-" in word and (part.isascii() or part in unchanging_first_parts()):
            found.append(None)
            continue
        one = next((one for one in _nominative(part) if one.tag.POS == "NOUN"), None)
        if one is None:
            return None
        found.append(one)
    # The gender of the last part counts; a part that stays has none.
    return [found[-1], *found] if found[-1] is not None else None


def _nominative(word: str) -> Iterator[Any]:
    """People before things: «мастер», «вожатая»."""
    singular = [one for one in readings(word) if "nomn" in one.tag and "sing" in one.tag]
    yield from (one for one in singular if "anim" in one.tag)
    yield from (one for one in singular if "anim" not in one.tag)


def _adjective(word: str) -> Any | None:
    if not _WORD.match(word):
        return None
    last = word.lower().rpartition("-")[2]  # «учебно-воспитательный»: only its end changes
    return next((one for one in _nominative(last) if one.tag.POS in _ADJECTIVES), None)


def _compound(word: str, noun: list[Any]) -> Cases:
    parts = [
        Cases.unchanged(written) if one is None else Cases(written, *(_form(one, case, written) for case in OBLIQUE))
        for written, one in zip(word.split("-"), noun[1:], strict=True)
    ]
    return Cases(*("-".join(part.in_(case) for part in parts) for case in CASES))


def _of_adjective(word: str, adjective: Any, gender: str) -> Cases:
    first, dash, last = word.rpartition("-")
    forms = []
    for case in OBLIQUE:
        # Of a man the accusative is the genitive, and so it is of a post.
        asked = "gen" if case == "acc" and gender != "femn" else case
        made = adjective.inflect({_TAGS[asked], gender, "sing"})
        forms.append(first + dash + (_cased(last, made.word) if made is not None else last))
    return Cases(word, *forms)


def _form(noun: Any, case: str, written: str) -> str:
    asked = "gen" if case == "acc" and noun.tag.gender == "masc" else case
    made = noun.inflect({_TAGS[asked], "sing"})
    return _cased(written, made.word) if made is not None else written


def _joined(parts: list[Cases], rest: list[str]) -> Cases:
    return Cases(*(" ".join([*(part.in_(case) for part in parts), *rest]) for case in CASES))


def _like(written: str, known: Cases) -> Cases:
    return Cases(written, *(_cased(written, known.in_(case)) for case in OBLIQUE))


def _cased(written: str, made: str) -> str:
    """With the capital letters of what was written."""
    if written.isupper() and len(written) > 1:
        return made.upper()
    return made[:1].upper() + made[1:] if written[:1].isupper() else made
