"""One spelling for searching: a person is found however the letters of the name were typed."""

import unicodedata

# Every Latin letter that looks like a Cyrillic one is mapped, in Latin words too: the stored key and the question go
# the same way, so that what was half typed stays the beginning of what was meant.
_LETTERS = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")


def search_key(text: str) -> str:
    """Case, ё and е, runs of spaces and Latin look-alikes no longer matter; equal keys = the same name to a reader.

    >>> search_key("  ПЁТР   Ceмёнов ")
    'петр семенов'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).translate(_LETTERS).split())
