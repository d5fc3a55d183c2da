"""The words, numbers and numeric dates of a normalised phrase, broken and glued words mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.deadlines.lexicon import known, misspelt, unglued


@dataclass(frozen=True, slots=True)
class Token:
    """`tag` is a lexeme's tag, `word` for unknown words, the sign itself for punctuation, or one of
    `num` (number), `roman`, `date` (day, month, year), `daymonth`, `monthyear`, `years` (first, last),
    `fullyear`, `time`, `ordinal`, `key` (a quoted Latin key). `numbers` holds what the tag says."""

    tag: str
    text: str
    numbers: tuple[int, ...] = ()
    gap: bool = False  # a space stood before it

    @property
    def number(self) -> int:
        return self.numbers[0]


_YEAR = r"(?:19|20)\d\d"
_SCAN = re.compile(
    rf"""
      (?P<key>"[a-z][a-z0-9-]+")
    | (?P<iso>{_YEAR}(?P<by>[-./])\d\d(?P=by)\d\d)(?!\d)
    | (?P<date>\d{{1,2}}\s?[./]{{1,2}}\s?\d{{1,2}}\s?[./,]{{1,2}}\s?{_YEAR}(?!\d)
        |\d{{1,2}}\s?[./]\s?\d{{1,2}}\s?[./]\d\d(?![\d:]|[.-]\d\d(?!\.\d))
        |\d{{1,2}},\d{{1,2}}[.,]{_YEAR}(?!\d)
        |\d{{1,2}}[\s.]\d{{2}}[\s.]{_YEAR}(?!\d)
        |\d{{1,2}}-\d{{2}}-{_YEAR}(?!\d)
        |\d{{1,2}}:\d{{2}}:{_YEAR}(?!\d))
    | (?P<monthyear>\d{{1,2}}[./]\s?{_YEAR}(?!\d))
    | (?P<years>{_YEAR}\s*[-/\\]\s*{_YEAR}(?!\d)|{_YEAR}[-/\\]\d\d(?![\d.]))
    | (?P<fullyear>{_YEAR}(?!\d))
    | (?P<time>\d{{1,2}}:\d\d)
    | (?P<daymonth>\d{{1,2}}\.\s?\d{{1,2}}(?!\d)|\d{{1,2}}/\d\d(?!\d)|\d{{1,2}}-00(?!\d))
    | (?P<ordinal>\d{{1,2}}\s?-?\s?(?:го|ой|ую|ый|ая|ое|му|ом|ей|ти|ья|ье|ью|ья|ые|ых|тье|[йяеюхм])(?![а-я]))
    | (?P<num>\d+)
    | (?P<latin>[a-z]+)
    | (?P<word>[а-я]+)
    | (?P<gap>\s+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# «20 мая 2025-26 мая 2025»: the dash stands between two dates, not between two years
_YEAR_THEN_DAY = re.compile(r"(?<=[12]\d\d\d)-(?=\d\d?\s*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))")
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "iiii": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
    "l": 1, "ll": 2, "lll": 3, "lv": 4,
}  # fmt: skip
_ROMAN_LOOKALIKE = {"п": 2, "ш": 3}
_COUNTED = frozenset({"half", "quarter", "schoolquarter"})
_NUMBERS = re.compile(r"\d+")
_DATES = frozenset({"date", "daymonth", "monthyear", "fullyear", "years"})
_SHORT_FORMS = (
    "г гг кв уч мес нед дн ч мин раб кал янв фев февр мар апр июн июл авг сен сент сентяб окт октяб ноя нояб дек декаб "
    "полуг вкл каб кл чел пн понед вт ср чт четв пт пятн сб субб вс теч"
)
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
_JOINABLE = 4
_LAST_MONTH, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59


def tokens_of(text: str) -> list[Token]:
    """Tokens of a normalised phrase, without spaces.

    >>> [token.tag for token in tokens_of("до 20.09.2025 г.")]
    ['do', 'date', 'year']
    """
    apart = _YEAR_THEN_DAY.sub(" - ", text)
    return list(_told_apart(_mended(list(_without_dots(_scanned(apart))))))


def _scanned(text: str) -> Iterator[Token]:
    gap = False
    for found in _SCAN.finditer(text):
        kind, piece = found.lastgroup or "sign", found[0]
        if kind == "gap":
            gap = True
            continue
        if kind in {"word", "latin"}:
            yield Token(_word_tag(kind, piece), piece, _word_numbers(kind, piece), gap)
        elif kind == "sign":
            yield Token(piece, piece, (), gap)
        else:
            yield _numeric(kind, piece, gap)
        gap = False


def _without_dots(tokens: Iterator[Token]) -> Iterator[Token]:
    """Drops quotes, and dots that only end an abbreviation or a date."""
    before: Token | None = None
    for token in tokens:
        if token.tag == '"' or (token.tag == "." and before is not None and _ends_with_dot(before)):
            continue
        yield token
        before = token


def _ends_with_dot(token: Token) -> bool:
    return token.tag in _DATES or token.text in _ABBREVIATIONS


def _word_tag(kind: str, piece: str) -> str:
    if kind == "latin":
        return "roman" if piece in _ROMAN else "word"
    lexeme = known(piece)
    return lexeme.tag if lexeme else "word"


def _word_numbers(kind: str, piece: str) -> tuple[int, ...]:
    if kind == "latin":
        return (_ROMAN.get(piece, 0),)
    lexeme = known(piece)
    return (lexeme.number if lexeme else 0,)


def _numeric(kind: str, piece: str, gap: bool) -> Token:
    numbers = tuple(int(number) for number in _NUMBERS.findall(piece))
    match kind:
        case "iso":
            return Token("date", piece, numbers[::-1], gap)
        case "date":
            day, month, year = numbers
            return Token("date", piece, (day, month, year if year > 99 else 2000 + year), gap)
        case "monthyear":
            return Token("monthyear" if 1 <= numbers[0] <= _LAST_MONTH else "strange", piece, numbers, gap)
        case "years":
            return _years(piece, numbers, gap)
        case "daymonth":
            return _day_month(piece, numbers, gap)
        case _:
            return Token(kind, piece, numbers or (0,), gap)


def _years(piece: str, numbers: tuple[int, ...], gap: bool) -> Token:
    first, last = numbers
    if last <= 99:
        century = first // 100 * 100
        if last <= first % 100 and 1 <= last <= _LAST_MONTH:
            return Token("monthyear", piece, (last, first), gap)
        last += century
    if last <= first:
        return Token("strange", piece, numbers, gap)
    return Token("years", piece, (first, last), gap)


def _day_month(piece: str, numbers: tuple[int, ...], gap: bool) -> Token:
    first, second = numbers
    if 1 <= second <= _LAST_MONTH and first > 0:
        return Token("daymonth", piece, numbers, gap)
    if "/" not in piece and first <= _LAST_HOUR and second <= _LAST_MINUTE:
        return Token("time", piece, numbers, gap)
    return Token("strange", piece, numbers, gap)


def _mended(tokens: list[Token]) -> Iterator[Token]:
    """Joins the pieces of a word broken by a hyphen, a line break or a space."""
    place = 0
    while place < len(tokens):
        joined, used = _joined(tokens, place)
        if joined:
            yield joined
        else:
            yield from _split(tokens[place])
        place += used


def _joined(tokens: list[Token], start: int) -> tuple[Token | None, int]:
    """The longest known word that begins here and has an unknown piece, and how many tokens it takes."""
    if not _is_word(tokens[start]):
        return None, 1
    text, strange = tokens[start].text, tokens[start].tag == "word"
    best: Token | None = None
    used, place, pieces = 1, start + 1, 1
    while pieces < _JOINABLE and place < len(tokens):
        if tokens[place].tag == "-" and place + 1 < len(tokens):
            place += 1
        if not _is_word(tokens[place]):
            break
        text += tokens[place].text
        strange = strange or tokens[place].tag == "word"
        place += 1
        pieces += 1
        lexeme = known(text)
        if strange and lexeme and len(text) > 2:
            best = Token(lexeme.tag, text, (lexeme.number,), tokens[start].gap)
            used = place - start
    return best, used


def _is_word(token: Token) -> bool:
    return token.text.isalpha() and token.text[0] >= "а"


def _split(token: Token) -> Iterator[Token]:
    """A word we do not know: several glued ones, a misspelt one, or really unknown."""
    if token.tag != "word" or token.text[0] < "а":
        yield token
        return
    if pieces := unglued(token.text):
        for number, piece in enumerate(pieces):
            lexeme = known(piece)
            if lexeme:
                yield Token(lexeme.tag, piece, (lexeme.number,), token.gap or number > 0)
        return
    lexeme = misspelt(token.text)
    yield Token(lexeme.tag, token.text, (lexeme.number,), token.gap) if lexeme else token


def _told_apart(tokens: Iterator[Token]) -> Iterator[Token]:
    """«П полугодие», «Ш квартал»: Cyrillic letters that stand for Roman figures."""
    waiting: Token | None = None
    for token in tokens:
        if waiting is not None:
            if token.tag in _COUNTED:
                waiting = Token("roman", waiting.text, (_ROMAN_LOOKALIKE[waiting.text],), waiting.gap)
            yield waiting
            waiting = None
        if token.text in _ROMAN_LOOKALIKE:
            waiting = token
        else:
            yield token
    if waiting is not None:
        yield waiting
