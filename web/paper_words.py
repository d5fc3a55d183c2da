"""How papers and their forms are called on pages, and in which groups forms are offered."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from engine.lifecycle.needs.papers import PAPER_TITLES
from engine.papers.model import PaperForm
from engine.words import Words
from workflows.paper_forms import FormOffered

KINDS: Mapping[str, Words] = MappingProxyType({str(kind): words for kind, words in PAPER_TITLES.items()})
PURPOSES: Mapping[str, Words] = MappingProxyType(
    {
        "introduction": Words("внедрение", "introduction"),
        "curator": Words("назначение куратора", "the curator"),
        "working-group": Words("рабочая группа", "working group"),
        "pairing": Words("закрепление пар", "pairing"),
        "plan-approval": Words("утверждение планов", "approval of plans"),
        "award": Words("поощрение", "award"),
        "early-end": Words("досрочное прекращение", "early end"),
        "mentoring-report": Words("отчёт наставника", "mentor's report"),
        "mentee-report": Words("отзыв наставляемого", "mentee's report"),
        "partnership": Words("партнёрство", "partnership"),
        "monitoring": Words("мониторинг", "monitoring"),
        "training": Words("обучение", "training"),
        "statistics": Words("статистика", "statistics"),
        "council": Words("педагогический совет", "council"),
        "mentors": Words("назначение наставников", "mentors"),
        "regulation": Words("положение", "regulation"),
        "programme": Words("программа", "programme"),
        "personal-data": Words("персональные данные", "personal data"),
        "photo": Words("публикация изображений", "pictures"),
        "mentoring-duty": Words("работа по наставничеству", "mentoring duty"),
        "plan": Words("индивидуальный план", "individual plan"),
        "meetings": Words("встречи", "meetings"),
        "base": Words("учёт участников", "registers"),
        "roadmap": Words("дорожная карта", "roadmap"),
        "collection": Words("сборник практик", "collection"),
        "gratitude": Words("благодарность", "thanks"),
        "event": Words("мероприятие", "event"),
        "publications": Words("публикации", "publications"),
        "requests": Words("запросы и ресурсы", "requests and resources"),
        "content": Words("контент-план", "content plan"),
        "other": Words("другое", "other"),
    }
)
GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        Words("Запуск наставничества", "Launch"),
        ("order-introduction", "order-curator", "order-working-group", "regulation", "programme", "order-mentors"),
    ),
    (
        Words("Согласия и соглашения", "Consents and agreements"),
        (
            "consent-personal-data",
            "consent-photo",
            "consent-mentoring",
            "duty-agreement",
            "partnership-agreement",
        ),
    ),
    (
        Words("Работа пар", "Work of pairs"),
        ("order-pairing", "plan", "order-plans", "meeting-log", "mentor-report", "mentee-report"),
    ),
    (Words("Завершение", "Ending"), ("notice-early-end", "order-early-end", "order-award", "gratitude")),
    (
        Words("Мониторинг и отчётность", "Monitoring"),
        ("reference", "requests-analysis", "roadmap", "council-protocol", "event-programme", "collection"),
    ),
    (
        Words("Базы, реестры и сведения", "Registers"),
        (
            "register-mentees",
            "register-mentors",
            "register-personified",
            "statistics",
            "register-training",
            "register-publications",
            "content-plan",
        ),
    ),
)
_PEOPLE = frozenset({"person", "people"})
_PAIRS = frozenset({"pair", "pairs"})


def grouped(offered: Iterable[FormOffered]) -> list[tuple[Words, list[PaperForm]]]:
    """The forms in the order people look for them; own ones first, one that belongs to no group last."""
    forms = {one.form.key: one.form for one in offered if not one.path}
    own = [one.form for one in offered if one.path]
    found = [(title, [forms[key] for key in keys if key in forms]) for title, keys in GROUPS]
    placed = {key for _, keys in GROUPS for key in keys}
    rest = [one for key, one in forms.items() if key not in placed]
    return [
        *([(Words("Свои формы", "Own forms"), own)] if own else []),
        *found,
        *([(Words("Другие", "Others"), rest)] if rest else []),
    ]


def asks_for_people(form: PaperForm) -> bool:
    return form.about in _PEOPLE


def asks_for_pairs(form: PaperForm) -> bool:
    return form.about in _PAIRS


def asks_for_period(form: PaperForm) -> bool:
    """Whether its values are of a time: a справка, a report."""
    return any(field.source in ("period", "report") for field in form.fields)
