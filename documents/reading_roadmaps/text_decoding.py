"""Which letters the bytes of a text file are: Unicode by its marks, else the code page that reads as Russian."""

import codecs
import re

from engine.refusals import BadInput

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CODE_PAGES = ("cp1251", "koi8-r", "cp866")  # Windows, Unix and DOS, in the order of how often they are met
_FREQUENT = frozenset("оеаинтсрвлкмдпу")  # two thirds of the letters of any Russian text
_UNWRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # a text has none; a stray one is forgiven, a hundredth is not


def decoded(data: bytes) -> str:
    """The text with line ends as `\\n`. Raises BadInput when the bytes are not a text.

    >>> decoded("План".encode("koi8-r"))
    'План'
    """
    text = _unicode(data)
    if text is None:
        text = max((data.decode(page, errors="replace") for page in _CODE_PAGES), key=_russian)
    strays = len(_UNWRITTEN.findall(text))
    if strays * 100 > len(text) or text.count("\ufffd") * 20 > len(text):
        raise BadInput(
            "file",
            "Это не текст и не документ, который мы читаем. Подойдут DOCX, XLSX, PDF, TXT, CSV.",
            "This is neither a text nor a document we read. DOCX, XLSX, PDF, TXT and CSV will do.",
        )
    return _UNWRITTEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _unicode(data: bytes) -> str | None:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    # Half of the bytes of a UTF-16 text repeat: 00 beside Latin letters and spaces, 04 beside Cyrillic ones.
    sample = data[:4096]
    for encoding, odd in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(odd) > 1 and (odd.count(0) + odd.count(4)) > len(odd) * 0.9:
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _russian(text: str) -> int:
    """How many of its letters are the frequent small ones; a wrong code page turns them into capitals and signs."""
    return sum(letter in _FREQUENT for letter in text[:20_000])
