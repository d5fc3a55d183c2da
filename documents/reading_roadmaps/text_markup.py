"""HTML left inside a text (`<p>`, `<ol><li>`, `&nbsp;`) as the words and line breaks it stood for."""

import re
from html import unescape

_BREAKING = re.compile(r"</?(?:p|div|li|ol|ul|br|tr|td|th|table|tbody|thead|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|s|em|strong|span|font|small|big|sup|sub|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,4}|[a-z]{2,8});", re.IGNORECASE)


def plain(text: str) -> str:
    """The text without its markup; what has none comes back untouched, sign by sign.

    >>> plain("<p>Приказ</p> <p>Справка&nbsp;№ 2</p>")
    'Приказ\\nСправка № 2'
    >>> plain("  < 5 & > 3  ")
    '  < 5 & > 3  '
    """
    if "<" in text:
        broken = _BREAKING.sub("\n", text)
        if broken != text:
            text = "\n".join(line.strip() for line in broken.split("\n") if line.strip())
        text = _INLINE.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity.group()).replace("\xa0", " "), text)
    return text
