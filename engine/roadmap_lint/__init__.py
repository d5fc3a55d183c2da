"""The linter of roadmaps: finds what a careful deputy would mark in pencil before signing."""

from engine.roadmap_lint.linting import lint
from engine.roadmap_lint.model import Finding, LintRoadmap, LintRow, Rule, Severity
from engine.roadmap_lint.of_reading import of_reading
from engine.roadmap_lint.registry import RULES, rule

__all__ = ["RULES", "Finding", "LintRoadmap", "LintRow", "Rule", "Severity", "lint", "of_reading", "rule"]
