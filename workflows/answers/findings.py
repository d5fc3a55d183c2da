"""Findings of the linter, as programs and pages are told of them."""

from collections.abc import Iterable
from typing import Any

from engine.words import Language
from workflows.lint_roadmap import Linted


def finding_document(one: Linted, language: Language, *, words: bool = True) -> dict[str, Any]:
    """`items` are the numbers of the rows, the one to mend first; `ids` theirs, only in force.

    Without `words` a silenced finding does not say why: above the own organisation reasons are not read.
    """
    found = one.finding
    ids = [row.id for row in found.rows]
    return {
        "rule": found.rule.key,
        "severity": found.severity,
        "items": list(found.items),
        "words": found.words,
        "why": found.why.in_(language),
        "mend": found.mend.in_(language),
        "at": [spot.document() for spot in found.at],
        "silenced": one.silenced if words or one.silenced is None else "",
    } | ({} if None in ids else {"ids": ids})


def counted(found: Iterable[Linted]) -> tuple[int, int, int]:
    """Warnings to answer, hints, silenced."""
    listed = list(found)
    warnings = sum(one.counts for one in listed)
    silenced = sum(one.silenced is not None for one in listed)
    return warnings, len(listed) - warnings - silenced, silenced
