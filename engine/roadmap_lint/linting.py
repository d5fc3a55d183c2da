"""All rules over one roadmap."""

from functools import lru_cache

from engine.roadmap_lint.model import Finding, LintRoadmap
from engine.roadmap_lint.registry import RULES


@lru_cache(maxsize=32)  # a roadmap's page is opened far oftener than its rows change
def lint(roadmap: LintRoadmap) -> tuple[Finding, ...]:
    """Every finding: warnings first, then hints, each by the place of its first row, then in the rules' order."""
    places = {id(row): place for place, row in enumerate(roadmap.rows)}
    found = [
        Finding(rule, one.severity or rule.severity, one.rows, one.words, one.why, one.mend)
        for rule in RULES
        for one in rule.find(roadmap)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.severity == "hint", places[id(one.rows[0])] if one.rows else len(places)))
    )
