"""The text of a consent: a document of its own for each purpose, with marked places that are filled for a person."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from engine.lifecycle.facts import ConsentKind
from engine.words import Words

SignedFor = Literal["adult", "minor", "anybody"]
Document = Literal["consent", "agreement"]

PLACES: Mapping[str, Words] = MappingProxyType(
    {
        "name": Words("фамилия, имя, отчество", "name"),
        "position": Words("должность или класс", "position or class"),
        "email": Words("адрес почты", "mail address"),
        "born": Words("дата рождения", "birth date"),
        "organisation": Words("организация (оператор)", "organisation (the operator)"),
        "operator_address": Words("адрес оператора", "the operator's address"),
        "address": Words("адрес проживания", "home address"),
        "document": Words("документ, удостоверяющий личность", "identity document"),
        "representative": Words("законный представитель", "legal representative"),
        "kinship": Words("кем приходится и документ о полномочиях", "kinship and proof of it"),
        "head": Words("руководитель организации", "head of the organisation"),
        "mentees": Words("наставляемые", "mentees"),
        "content": Words("содержание работы", "content of the work"),
        "term_from": Words("начало срока", "first day"),
        "term_to": Words("конец срока", "last day"),
        "form": Words("форма наставничества", "form"),
        "payment": Words("оплата", "payment"),
        "valid_to": Words("срок действия согласия", "term of the consent"),
    }
)
"""What may stand between `{{` and `}}`; what the data do not know stays a line to be filled by hand."""

BLANK = "____________________"
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")

WRITTEN_CONSENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "adult": ("name", "address", "document", "organisation", "operator_address"),
        "minor": ("name", "representative", "kinship", "address", "document", "organisation", "operator_address"),
    }
)
"""152-FZ art. 9 part 4: whom a written consent to process personal data must name."""

_SAID = (
    ("цель", Words("цель обработки", "the purpose")),
    ("перечень", Words("перечень данных и действий", "the list of data and actions")),
    ("отозва", Words("как отозвать согласие", "the way of withdrawal")),
    ("действует", Words("срок действия согласия", "its term")),
)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of one text. `renew`: it says «требуется новое согласие»; earlier signatures become outdated."""

    key: str
    version: int
    purpose: ConsentKind
    signed_for: SignedFor
    document: Document
    title: str
    paragraphs: tuple[str, ...]
    renew: bool = False

    def fits(self, kind: ConsentKind, *, minor: bool) -> bool:
        """Whether this is what somebody signs for a purpose."""
        return self.purpose == kind and self.signed_for in ("anybody", "minor" if minor else "adult")


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text with a person's data in it, ready to be printed. `sides`: whose signatures stand under it."""

    title: str
    paragraphs: tuple[str, ...]
    sides: tuple[str, ...]


def fill(text: ConsentText, values: Mapping[str, str]) -> FilledText:
    """The text with its places filled; what is not known stays a line to write on.

    >>> text = ConsentText("photo", 1, "photo", "adult", "consent", "Согласие", ("Я, {{ name }}, согласен.",))
    >>> fill(text, {"name": "Ким О. В."}).paragraphs
    ('Я, Ким О. В., согласен.',)
    """

    def known(found: re.Match[str]) -> str:
        return values.get(found[1], "").strip() or BLANK

    signer = values.get("representative" if text.signed_for == "minor" else "name", "").strip()
    sides = (values.get("head", "").strip(), signer) if text.document == "agreement" else (signer,)
    return FilledText(text.title, tuple(_PLACE.sub(known, one) for one in text.paragraphs), sides)


def places_of(text: ConsentText) -> frozenset[str]:
    """The marked places of a text."""
    return frozenset(found[1] for one in text.paragraphs for found in _PLACE.finditer(one))


def faults_of(paragraphs: tuple[str, ...]) -> Iterator[tuple[int, Words]]:
    """Paragraphs (from 0) whose marked places cannot be filled."""
    for at, one in enumerate(paragraphs):
        for found in _PLACE.finditer(one):
            if found[1] not in PLACES:
                listed = ", ".join(PLACES)
                yield (
                    at,
                    Words(
                        f"нет такого места «{found[1]}»; бывает: {listed}",
                        f"no such place `{found[1]}`; known: {listed}",
                    ),
                )
        if _BRACES.search(_PLACE.sub("", one)):
            yield at, Words("скобки {{ и }} не парные", "the braces {{ and }} do not match")


def doubts_about(text: ConsentText) -> tuple[Words, ...]:
    """What a consent to process personal data should say by 152-FZ art. 9 part 4 and this text seems not to."""
    if text.purpose != "personal-data" or text.document != "consent":
        return ()
    found, said = places_of(text), " ".join((text.title, *text.paragraphs)).casefold()
    whom = WRITTEN_CONSENT["minor" if text.signed_for == "minor" else "adult"]
    missing = [PLACES[one] for one in whom if one not in found]
    missing += [title for word, title in _SAID if word not in said]
    return tuple(
        Words(
            f"152-ФЗ, ст. 9, ч. 4: в тексте не видно — {one.ru}",
            f"152-FZ art. 9 part 4: the text seems not to say {one.en}",
        )
        for one in missing
    )
