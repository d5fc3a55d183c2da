"""Every file of the API with routes."""

from types import ModuleType

from web.api import (
    cascade,
    facts,
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
)

NOUNS: tuple[ModuleType, ...] = (
    organisations,
    people,
    programmes,
    pairs,
    facts,
    roadmaps,
    items,
    cascade,
    outbox,
    words,
    webhooks,
    schema,
)
