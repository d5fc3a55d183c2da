"""Words made alike before they are searched: one alphabet, one kind of dash and quote, broken words joined."""

import re
import unicodedata
from functools import lru_cache

_MARKUP = re.compile(r"</?[a-z][^<>]{0,60}>|&(?:nbsp|thinsp|ensp);", re.IGNORECASE)
_SOFT = re.compile("[\u00ad¬]\\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_QUOTES = str.maketrans(dict.fromkeys('„“”‟"', '"') | {"«": '"', "»": '"'})
_BROKEN = re.compile(r"(?<=[а-яё])-\s*\n\s*(?=[а-яё])", re.IGNORECASE)
_TWINS = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_MIXED = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")


@lru_cache(maxsize=8192)  # one text is looked at for many things
def mended(words: str) -> str:
    """The words with their capitals, without markup, soft hyphens and Latin look-alikes; line breaks stay.

    >>> mended("увеличение чис-\\nла <p>пар</p>")
    'увеличение числа пар'
    """
    text = _SOFT.sub("", _MARKUP.sub(" ", words))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("№", "\0")).replace("\0", "№"))
    text = _MIXED.sub(_one_script, text.translate(_DASHES).translate(_QUOTES))
    text = _BROKEN.sub("", text)
    return _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", text)).strip()


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """`mended`, in small letters, `ё` as `е`, line breaks as spaces: what patterns are matched against.

    >>> plain("Отчёт\\nо мониторинге")
    'отчет о мониторинге'
    """
    return " ".join(mended(words).lower().replace("ё", "е").split())


def _one_script(word: re.Match[str]) -> str:
    return word[0].translate(_TWINS) if _CYRILLIC.search(word[0]) else word[0]
