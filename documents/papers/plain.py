"""Values of a paper as words that no document can choke on."""

import re

_UNWRITTEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls: XML holds none of them
    "\u200b\u200e\u200f\u2060-\u2064\ufeff"  # nothing to see, yet words are no longer found
    "\u202a-\u202e\u2066-\u2069"  # turn the rest of a line around
    "\ud800-\udfff\ufffe\uffff]"  # halves of pairs, no letters
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_LONGEST = 200_000  # signs of one value: a hundred pages


def plain(text: str) -> str:
    """Without signs that are no words; line ends are `\\n`, tabs spaces.

    >>> plain("Анна\\x00 \\u202eИванова\\r\\nучитель")
    'Анна Иванова\\nучитель'
    """
    return _UNWRITTEN.sub("", _LINE_ENDS.sub("\n", text[:_LONGEST]).replace("\t", " "))
