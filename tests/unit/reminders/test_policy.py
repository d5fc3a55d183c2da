from datetime import time

import pytest

from engine.reminders.policy import DEFAULT_LADDER, Limits, Policy, Rung, Window


def test_default_ladder_is_the_promised_one() -> None:
    ladder = [(rung.key, rung.unit, rung.audience) for rung in Policy("default", 1).rungs]
    assert ladder == [
        ("-14", "calendar", "responsible"),
        ("-7", "calendar", "responsible"),
        ("-1", "calendar", "responsible"),
        ("0", "calendar", "responsible"),
        ("+1", "working", "curator"),
        ("+3", "working", "head"),
        ("+7", "working", "municipality"),
    ]


def test_a_review_climbs_only_rung_zero() -> None:
    policy = Policy("default", 1)
    assert [rung.key for rung in policy.ladder(review=True)] == ["0"]
    assert policy.ladder() == DEFAULT_LADDER


def test_a_rung_is_found_by_its_name() -> None:
    policy = Policy("default", 1)
    assert policy.rung("+3") == Rung(3, "working", "head", "escalation_head")
    assert policy.rung("+4") is None


def test_only_rung_zero_and_escalations_go_over_the_weekly_budget() -> None:
    over = [rung.key for rung in DEFAULT_LADDER if Policy.ignores_budget(rung.offset)]
    assert over == ["0", "+1", "+3", "+7"]


@pytest.mark.parametrize(
    ("local", "is_open"),
    [(time(7, 59), False), (time(8), True), (time(19, 59, 59), True), (time(20), False)],
)
def test_the_window_opens_at_eight_and_closes_before_twenty(local: time, is_open: bool) -> None:
    assert Window().is_open_at(local) is is_open


@pytest.mark.parametrize(
    ("past", "limit"),
    [
        ([], 200),
        ([40], 200),
        ([41], 205),
        ([10, 90, 50], 250),
        ([10, 90, 50, 60], 275),
        ([1000] * 30 + [60] * 20, 300),
    ],
    ids=["nothing yet", "floor holds", "factor wins", "median of three", "mean of middle two", "twenty last days"],
)
def test_the_breaker_follows_the_median_of_twenty_working_days(past: list[int], limit: int) -> None:
    assert Limits().breaker(past) == limit
