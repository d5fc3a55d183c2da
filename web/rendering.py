"""Templates of pages: one environment per language, translated when a template is compiled."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from engine.questionnaires import period_words
from engine.words import Language, Words
from notifications import wording
from notifications.translation import catalogue, install
from notifications.wording import tied
from web import cookies
from web.faults import NONE
from web.icons import icon
from web.navigation import navigation
from web.static_files import static_files
from web.went import from_data
from web.wording import counted, day, day_short, moment, month, name_short

if TYPE_CHECKING:
    from web.visit import Visit

TEMPLATES = Path(__file__).parent / "templates"


def render(visit: "Visit", template: str, context: Mapping[str, Any]) -> str:
    """The page as text. Every page knows `visit`, `today`, `menu`, `toast`, `csrf`, `once`, `faults`."""
    return house(visit.language).get_template(template).render(_common(visit) | dict(context))


def render_bare(template: str, language: Language, **context: Any) -> str:
    """A page that says the same to everybody: no menu, no forms, nothing of the visitor."""
    return house(language).get_template(template).render(context)


@cache
def house(language: Language) -> Environment:
    """All templates in one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    sentences = catalogue(TEMPLATES, language)
    install(made, sentences)
    known: dict[str, Any] = {
        "_": _teller(sentences),
        "lang": language,
        "static": static_files().address,
        "icon": icon,
        "fault_of": _fault_of,
    }
    made.globals.update(known)
    made.filters.update(_filters(language))
    return made


def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    """How values become words of this language."""

    def said(words: Words) -> str:
        return words.in_(language)

    def numbered(number: int, what: str) -> str:
        return counted(what, number, language)

    return {
        "said": said,
        "day": partial(day, language=language),
        "day_long": partial(wording.day, language=language),
        "day_short": partial(day_short, language=language),
        "month": partial(month, language=language),
        "moment": partial(moment, language=language),
        "counted": numbered,
        "short_name": name_short,
        "tied": tied,
        "period": period_words,
    }


def _common(visit: "Visit") -> dict[str, Any]:
    session = visit.visitor.session if visit.visitor else ""
    return {
        "visit": visit,
        "today": visit.today,
        "menu": navigation(visit),
        "toast": _toast(visit),
        "csrf": cookies.form_token(visit.parts.secret, visit.browser, session),
        "once": cookies.new_token()[:24],
        "theme": visit.theme,
        "faults": NONE,
        "labels": {},  # of the fields with faults, by their names; filled while the page is written
        "address": visit.request.url.path,
    }


def _toast(visit: "Visit") -> Any:
    kept = cookies.read(visit.request, cookies.TOAST)
    content = cookies.unsealed(visit.parts.secret, kept) if kept else None
    if kept:
        visit.remember(cookies.TOAST, "")
    return from_data(content) if content else None


def _teller(sentences: Mapping[str, str]) -> Callable[[str], str]:
    def tell(text: str) -> str:
        return tied(sentences.get(text, text))

    return tell


@pass_context
def _fault_of(context: Context, field: str, label: str = "") -> Markup | str:
    """What is wrong with a field, "" when nothing is. Its `label` is kept for the summary on top of the page."""
    found: Words | None = context["faults"].of(field)
    if found is None:
        return ""
    if label:
        context["labels"][field] = label
    return found.in_(context["lang"])
