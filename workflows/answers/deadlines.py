"""A deadline phrase as it was understood."""

from collections.abc import Iterable
from typing import Any

from engine.words import Language, Words
from workflows.read_deadlines import Understood


def deadline_document(found: Understood, language: Language) -> dict[str, Any]:
    told: Iterable[Words] = found.warnings
    return {
        "id": found.phrase.id,
        "phrase": found.phrase.text,
        "kind": found.kind,
        "value": found.value,
        "dates": found.dates,
        "warnings": [words.in_(language) for words in told],
        "suggestion": None if found.suggestion is None else found.suggestion.in_(language),
    }
