"""Every file of the API with routes."""

from types import ModuleType

from web.api import (
    cascade,
    facts,
    findings,
    imports,
    indicators,
    items,
    matching,
    organisations,
    outbox,
    pairs,
    people,
    people_imports,
    plans,
    programmes,
    roadmaps,
    schema,
    webhooks,
    words,
    years,
)

NOUNS: tuple[ModuleType, ...] = (
    organisations,
    people,
    people_imports,
    programmes,
    years,
    matching,
    pairs,
    plans,
    facts,
    roadmaps,
    items,
    imports,
    indicators,
    cascade,
    findings,
    outbox,
    words,
    webhooks,
    schema,
)
