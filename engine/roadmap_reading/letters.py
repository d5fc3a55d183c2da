"""Words of a source as people read them, and the bare letters by which two wordings are compared."""

import html
import re
from functools import lru_cache

_BLOCK = re.compile(r"<\s*/?\s*(?:p|br|ol|ul|li|div|tr|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE = re.compile(r"<\s*/?\s*(?:span|b|i|u|strong|em|font|sup|sub|a|td|th)\b[^<>]{0,200}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|[a-z]{2,8});", re.IGNORECASE)
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_TWINS = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")
_LIST_MARK = re.compile(r"(?:[-–—•●▪▫◦*\uf0b7]|\d{1,2}[.)]|[а-яa-z]\))\s*(?=\S)", re.IGNORECASE)


def cleaned(text: str) -> str:
    """Without leftovers of HTML and letters nobody sees; lines stay lines, blank ones go.

    >>> cleaned("<p>Сборник&nbsp;с разделами:</p> <ol> 1) Итоги")
    'Сборник с разделами:\\n1) Итоги'
    """
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _HIDDEN.sub("", text.replace("**", "").replace("\r", "\n"))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Only letters and digits, of one case and one script: broken, glued and spaced words compare equal.

    >>> letters("Документы(мероприя-\\n тия)") == letters("документы (мероприятия)")
    True
    """
    return "".join(filter(str.isalnum, text.casefold().translate(_TWINS)))


def is_list_line(line: str) -> bool:
    """Whether a line begins with a list's mark.

    >>> is_list_line("- приказы;"), is_list_line("приказы")
    (True, False)
    """
    return bool(_LIST_MARK.match(line))


def starts_low(text: str) -> bool:
    """Whether the words go on from elsewhere: their first letter is a small one, or they close what was opened."""
    first = next((char for char in text if not char.isspace()), "")
    return first.islower() or (first != "" and first in ",;:.)»/")


_OPEN_END = re.compile(
    r"(?:[,(«/–—-]|\b(?:и|или|а|но|в|во|на|с|со|к|ко|по|о|об|от|до|для|за|из|у|при|под|над|не|через|между"
    r"|их|его|ее|том|числе|в\sтом\sчисле|также|как|что|г|с))$",
    re.IGNORECASE,
)


def is_open(text: str) -> bool:
    """Whether words stop in the middle: at a preposition, a comma, a hyphen, inside brackets or quotes.

    >>> is_open("проведено пост-анкетирование на предмет наставника и"), is_open("Сформированы пары")
    (True, False)
    """
    words = text.rstrip()
    if not words:
        return False
    return bool(_OPEN_END.search(words)) or words.count("(") > words.count(")") or words.count("«") > words.count("»")
