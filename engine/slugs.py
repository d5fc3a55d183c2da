"""Names as parts of addresses: Latin letters, digits, hyphens."""

import re

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_SPELLED = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya e"
_LATIN = {ord(letter): spelled.strip("_") for letter, spelled in zip(_CYRILLIC, _SPELLED.split(), strict=True)}
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, *, longest: int = 60) -> str:
    """The name in small Latin letters (as in Russian passports, roughly), cut at a hyphen; empty when nothing is left.

    >>> slug_of("МБОУ «Средняя школа № 5» г. Киров")
    'mbou-srednyaya-shkola-5-g-kirov'
    """
    slug = _OTHER.sub("-", name.lower().translate(_LATIN)).strip("-")
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
