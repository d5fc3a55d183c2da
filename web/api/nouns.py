"""Every file of the API with routes."""

from types import ModuleType

from web.api import (
    cascade,
    facts,
    findings,
    imports,
    indicators,
    items,
    organisations,
    outbox,
    pairs,
    people,
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
    programmes,
    years,
    pairs,
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
