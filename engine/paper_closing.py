"""Which row of a roadmap a paper closes: by the kind of document the row expects, its stable key and its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Fit = Literal["sure", "maybe"]

_DOCUMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("regulation", "programme"): "programme",
        ("plan", "roadmap"): "roadmap",
        ("report", "collection"): "collection",
        ("register", "statistics"): "statistics",
        ("register", "training"): "certificate",
        ("register", "publications"): "publication",
        ("plan", "event"): "programme",
        ("agreement", "personal-data"): "consent",
        ("agreement", "photo"): "consent",
        ("agreement", "mentoring-duty"): "consent",
    }
)
"""What a row calls the paper, where that is not its kind."""

_KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "introduction": frozenset({"introduction"}),
        "curator": frozenset({"curator-appointed"}),
        "working-group": frozenset({"working-group"}),
        "pairing": frozenset({"networking-analysed", "pairs-formed"}),
        "mentors": frozenset({"mentors-appointed"}),
        "plan-approval": frozenset({"plans-approved"}),
        "regulation": frozenset({"regulation"}),
        "programme": frozenset({"programme"}),
        "plan": frozenset({"plans-approved", "first-meeting"}),
        "roadmap": frozenset({"roadmap"}),
        "mentoring-report": frozenset({"mentoring-report"}),
        "monitoring": frozenset({"monitoring"}),
        "council": frozenset({"council"}),
        "base": frozenset({"register"}),
        "collection": frozenset({"collection", "practice-base"}),
        "statistics": frozenset({"statistics"}),
        "training": frozenset({"professional-growth", "training", "seminars"}),
        "partnership": frozenset({"agreements"}),
        "diagnostics": frozenset({"diagnostics"}),
        "requests": frozenset({"requests-analysed"}),
        "content": frozenset({"rubrics"}),
    }
)
_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        purpose: re.compile(pattern)
        for purpose, pattern in {
            "introduction": r"(внедрен|введен)\w*",
            "curator": r"назнач\w* куратор",
            "working-group": r"рабоч\w+ групп",
            "pairing": r"закрепл?ен|закрепит",
            "mentors": r"назнач\w* наставник",
            "plan-approval": r"утвер\w+ [^.;]{0,40}план",
            "award": r"наград|поощр",
            "regulation": r"положени",
            "programme": r"программ\w* наставничеств",
            "plan": r"индивидуальн\w+ план",
            "roadmap": r"дорожн\w+ карт",
            "mentoring-report": r"отчет\w* [^.;]{0,20}наставни",
            "monitoring": r"мониторинг|аналитическ\w+ справк",
            "council": r"педагогическ\w+ совет|педсовет",
            "base": r"персонифицир|поименн|реестр",
            "collection": r"сборник|лучш\w+ практик",
            "statistics": r"статистич",
            "partnership": r"соглашени",
            "training": r"обучени|обучить|курс",
            "event": r"программ\w* мероприят",
            "publications": r"сайт|публик|рубрик",
            "requests": r"(разобр|анализ)\w* [^.;]{0,40}(анкет|запрос)|запрос\w* [^.;]{0,40}ресурс",
            "content": r"контент-?план|рубрик",
        }.items()
    }
)

OF_ONE_PAIR = frozenset({"plan", "mentoring-report", "mentee-report", "meetings"})
"""Papers each pair has of its own: a row about all the pairs waits for those of all of them."""


@dataclass(frozen=True, slots=True)
class Expecting:
    """What a row says of the paper it waits for."""

    key: str
    document_kind: str | None
    title: str
    result: str


def fit(kind: str, purpose: str, row: Expecting) -> Fit | None:
    """`sure`: the row expects exactly such a paper; `maybe`: only its kind or only its words agree; None: neither.

    >>> row = Expecting("x-1", "order", "Назначить куратора", "Приказ")
    >>> fit("order", "curator", row), fit("order", "award", row), fit("protocol", "council", row)
    ('sure', 'maybe', None)
    """
    same = row.document_kind is not None and row.document_kind == _DOCUMENTS.get((kind, purpose), kind)
    words = " ".join(f"{row.title}. {row.result}".casefold().replace("ё", "е").split())
    pattern = _WORDS.get(purpose)
    meant = row.key in _KEYS.get(purpose, frozenset()) or bool(pattern is not None and pattern.search(words))
    if same and meant:
        return "sure"
    return "maybe" if same or (meant and row.document_kind is not None) else None
