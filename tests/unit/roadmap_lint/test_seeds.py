"""The defects people found in the five seeds by hand are found, and hardly anything else."""

import pytest

from engine.roadmap_lint import Finding, lint
from tests.support.seed_words import seed_to_lint

SEEDS = ("S0", "S1", "S2", "S3", "S4")
# The list at the end of the study of the seeds: (seed, row, rule).
DEFECTS = {
    ("S0", "1.6", "other-school"),
    ("S1", "14", "stale-year"),
    ("S1", "25", "stale-year"),
    ("S1", "16", "contradictory-order"),
    ("S1", "15", "contradictory-order"),
    ("S1", "6", "contradictory-order"),
    ("S1", "4", "needs-undated-row"),
    ("S2", "1.6", "contradictory-order"),
    ("S2", "4.5", "contradictory-order"),
    ("S2", "3.4", "numbering-gap"),
    ("S2", "5.3", "empty-result"),
    ("S3", "1.2", "empty-responsible"),
    ("S3", "3.2", "empty-responsible"),
    ("S4", "2.2", "empty-deadline"),
    ("S4", "2.4", "empty-deadline"),
    ("S4", "2.1", "starts-before-approval"),
    ("S4", "3.2", "starts-before-approval"),
}
AGAINST = {("S1", "16"): {"5", "9", "11"}, ("S1", "6"): {"1"}, ("S1", "15"): {"5"}, ("S4", "2.1"): {"1.1"}}
MOST_OTHERS = 3


def findings() -> list[tuple[str, Finding]]:
    return [(seed, one) for seed in SEEDS for one in lint(seed_to_lint(seed))]


@pytest.mark.parametrize(("seed", "row", "rule"), sorted(DEFECTS))
def test_a_known_defect_is_found(seed: str, row: str, rule: str) -> None:
    told = [one for one in lint(seed_to_lint(seed)) if one.rule.key == rule and row in one.items]
    assert len(told) == 1
    assert told[0].severity == "warning"
    assert told[0].why.ru
    assert told[0].mend.ru


@pytest.mark.parametrize(("place", "others"), AGAINST.items())
def test_a_finding_names_the_rows_it_stands_against(place: tuple[str, str], others: set[str]) -> None:
    seed, row = place
    told = next(one for one in lint(seed_to_lint(seed)) if one.items[0] == row)
    assert others <= set(told.items[1:])


def test_there_are_hardly_other_alarms() -> None:
    others = [
        (seed, one.rule.key, one.items)
        for seed, one in findings()
        if one.severity == "warning" and not any((seed, item, one.rule.key) in DEFECTS for item in one.items)
    ]
    assert len(others) <= MOST_OTHERS, others


def test_hints_come_after_warnings_and_are_few() -> None:
    for seed in SEEDS:
        severities = [one.severity for one in lint(seed_to_lint(seed))]
        assert severities == sorted(severities, reverse=True)
    assert sum(one.severity == "hint" for _, one in findings()) <= MOST_OTHERS
