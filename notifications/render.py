"""Letter content → subject, text and HTML. A kind of letter is a folder: subject.txt, body.txt, body.html, en.po.

The templates hold the Russian text; each folder's `en.po` gives the English for the same sentences.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from engine.letter_texts import BUILT_IN, LetterWords, filled
from engine.words import Language
from notifications.content import Addressee, Kind, LetterContent
from notifications.placeholders import values
from notifications.translation import catalogue, install
from notifications.wording import counters, day, oneline, short, tied

LETTERS = Path(__file__).parent / "letters"
_LONGEST_SUBJECT = 200  # a roadmap cell may stand in it


@dataclass(frozen=True, slots=True)
class Rendered:
    """One letter in words. `subject` is a single line."""

    subject: str
    text: str
    html: str


def render(content: LetterContent, own: LetterWords = BUILT_IN) -> Rendered:
    """The letter in its reader's language; `own` are the organisation's words, they replace ours part by part.

    >>> from datetime import date
    >>> from notifications.content import Addressee, MailTest
    >>> reader = Addressee(name="", role="operator")
    >>> link = "https://nastavnik.example/"
    >>> render(MailTest(to=reader, organisation="Школа", link=link, today=date(2026, 9, 25), server="mail")).subject
    'Проверка почты: письма доходят'
    """
    templates = _templates(content.kind, content.to.language)
    subject, greeting = (part.render(letter=content).strip() for part in templates.plain)
    said = _said(content, own) if own else _NOTHING
    subject = said.subject or subject
    frame = {
        "letter": content,
        "own": said,
        "subject": subject,
        "greeting": greeting,
        "reason": _reason(replace(content.to, name="")),
    }
    return Rendered(
        subject=subject,
        text=_spaced(templates.text.render(frame)),
        html=templates.html.render(frame),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The organisation's words with this letter's values: paragraphs of lines, plain text."""

    subject: str = ""
    opening: tuple[tuple[str, ...], ...] = ()
    closing: tuple[tuple[str, ...], ...] = ()


_NOTHING = _Said()


def _said(content: LetterContent, own: LetterWords) -> _Said:
    known = values(content)
    first = [line for lines in filled(own.subject, known) for line in lines]
    opening, closing = (
        tuple(tuple(map(tied, lines)) for lines in filled(text, known)) for text in (own.opening, own.closing)
    )
    return _Said(short(first[0], _LONGEST_SUBJECT) if first else "", opening, closing)


@dataclass(frozen=True, slots=True)
class _Templates:
    """`plain`: subject and greeting, which text and HTML share."""

    plain: tuple[Template, Template]
    text: Template
    html: Template


@cache
def _templates(kind: Kind, language: Language) -> _Templates:
    get = _environment(language).get_template
    return _Templates(
        plain=(get(f"{kind}/subject.txt"), get("layout/greeting.txt")),
        text=get(f"{kind}/body.txt"),
        html=get(f"{kind}/body.html"),
    )


@lru_cache(maxsize=256)
def _reason(to: Addressee) -> str:
    """Why the letter came: the same for everybody of a role."""
    return _environment(to.language).get_template("layout/reason.txt").render(letter={"to": to}).strip()


@cache
def _environment(language: Language) -> Environment:
    house = Environment(
        loader=FileSystemLoader(LETTERS),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    install(house, catalogue(LETTERS, language))
    house.globals.clear()  # the letters use none, and every render would copy them
    house.filters["day"] = partial(day, language=language)
    house.filters["short"] = short
    house.filters["oneline"] = oneline
    house.filters.update(counters(language))
    return house


def _spaced(text: str) -> str:
    """At most one empty line in a row, whatever parts of a template were left out."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
