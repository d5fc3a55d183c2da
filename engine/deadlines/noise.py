"""What typists, scanners and converters do to a phrase, undone letter by letter."""

import re
import unicodedata

from engine.deadlines.lexicon import known

_MARKUP = re.compile(r"<br\s*/?>|</?[a-z][^<>]{0,40}>|&(?:nbsp|thinsp|ensp);", re.IGNORECASE)
_ENTITY_DASH = re.compile(r"&[nm]dash;|&#8211;|&#8212;|&minus;", re.IGNORECASE)
_SOFT = re.compile("[\u00ad¬]\\s*")
_FOOTNOTE = re.compile(r"[*⁰¹²³⁴-⁹†‡]+|\[\d{1,2}\]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0300-\u0305\u0307-\u036f]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－➖~", "-"))
_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟\"'`´’‘", '"'))
_SPACES = re.compile(r"\s+")
_LATIN_WORD = re.compile(r"[а-яa-zі]+")
_KEY = re.compile(r'("[a-z][a-z0-9-]+")')
_CYRILLIC = re.compile(r"[а-я]")
_ENDING = re.compile(r"(?<=\d-)(?:oe|ox|e|x)\b")  # «3-x» with a Latin x
_TWINS = str.maketrans("abcehkmoptxyіru", "авсенкмортхуиги")
_TWINS_SURE = str.maketrans("abcehkmoptxy", "авсенкмортху")
_ZERO = re.compile(r"(?<=\d)[оo](?![а-яa-z])|(?<![а-яa-z])[оo](?=\d)|(?<=\.)[оo](?=\d)")
_THREE = re.compile(r"(?<![а-я])з(?=\d)|(?<=\d)з(?=\.)")
_ONE = re.compile(r"(?<![a-zа-я])[il|](?=\d)|(?<=\d)[il|](?=[.\d])")
_SIX = re.compile(r"(?<=\d)б(?=\.\d)|(?<=\.)б(?=\.\d)")
_LETTER_O = re.compile(r"(?<![\d.,])0(?=[а-я]{3})")
_SHORTHAND = (
    (re.compile(r"\bп\s?/\s?г\b"), "полугодие"),
    (re.compile(r"\bт\s?\.\s?г\b\.?"), "текущего года"),
    (re.compile(r"\bс\s?\.\s?г\b\.?"), "текущего года"),
    (re.compile(r"(?<=\d)\s?р\s?\.?\s?д\b\.?"), " рабочих дней"),
    (re.compile(r"\bу\s?[./]\s?г\b\.?"), "учебного года"),
    (re.compile(r"(?<=\d)\s?р\b\s?\.?\s?(?=/|в\s)"), " раз "),
    (re.compile(r"(?<=[а-я])6(?=[а-я])"), "б"),
    (re.compile(r"(?<=[а-я])\s?\.{3}\s?(?=[а-я0-9])"), " - "),
    (re.compile(r"\b(\d\d)\s?[-/]\s?(\d\d)(?=\s?уч(?:ебн[а-я]*)?\b\.?\s?г)"), r"20\1/20\2"),
)


def normalised(phrase: str) -> str:
    """Lower case, one kind of dash and quote, Cyrillic letters and plain digits; line breaks stay as `\\n`.

    >>> normalised("До 2О.О9.2025\\u00a0г.")
    'до 20.09.2025 г.'
    """
    text = _ENTITY_DASH.sub("-", _MARKUP.sub(" ", phrase))
    text = _SOFT.sub("", _FOOTNOTE.sub("", text.replace("№", "#")))
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).lower().replace("ё", "е")
    text = text.translate(_DASHES).translate(_QUOTES)
    text = _SPACES.sub(lambda gap: "\n" if "\n" in gap[0] or "\r" in gap[0] else " ", text).strip()
    pieces = _KEY.split(text)  # quoted Latin keys stand at the odd places and stay as they are
    text = "".join(piece if place % 2 else _letters(piece) for place, piece in enumerate(pieces))
    for pattern, full in _SHORTHAND:
        text = pattern.sub(full, text)
    return text


def _one_script(word: re.Match[str]) -> str:
    """Latin twins inside a Cyrillic word, or a whole word of twins when that gives a word we know."""
    text = word[0]
    if _CYRILLIC.search(text):
        return text.translate(_TWINS)
    twin = text.translate(_TWINS_SURE)
    return twin if twin != text and (len(text) == 1 or known(twin)) else text.replace("і", "i")


def _letters(text: str) -> str:
    text = _ENDING.sub(lambda ending: ending[0].translate(_TWINS_SURE), text)
    return _digits(_LATIN_WORD.sub(_one_script, text))


def _digits(text: str) -> str:
    text = _ZERO.sub("0", text)
    text = _THREE.sub("3", text)
    text = _ONE.sub("1", text)
    text = _SIX.sub("6", text)
    return _LETTER_O.sub("о", text)
