"""Announcing an ending and taking it back."""

from datetime import date

import pytest

from engine.lifecycle.ending import announce_ending, withdraw_ending
from engine.lifecycle.facts import Ending
from engine.lifecycle.outcomes import OUTCOMES, Outcome
from engine.refusals import Refused
from tests.support.lifecycle_cast import CALENDAR, MONDAY, lifecycle

THURSDAY = date(2025, 10, 9)


def announce(
    stage: str = "work", outcome: Outcome = "by_agreement", notice_on: date = MONDAY, effective_on: date | None = None
) -> Ending | Refused:
    return announce_ending(
        lifecycle(), stage, outcome=outcome, notice_on=notice_on, effective_on=effective_on, calendar=CALENDAR
    )


def test_by_default_the_third_working_day() -> None:
    assert announce() == Ending("by_agreement", MONDAY, THURSDAY)


@pytest.mark.parametrize(
    ("notice_on", "expected"),
    [
        (date(2025, 10, 10), date(2025, 10, 15)),
        (date(2025, 10, 11), date(2025, 10, 15)),
        (date(2025, 10, 31), date(2025, 11, 6)),
    ],
    ids=["over a weekend", "notice on a Saturday", "over a holiday"],
)
def test_days_off_do_not_count(notice_on: date, expected: date) -> None:
    assert announce(notice_on=notice_on) == Ending("by_agreement", notice_on, expected)


def test_a_later_day_is_fine_an_earlier_one_is_not() -> None:
    assert announce(effective_on=date(2025, 10, 12)) == Ending("by_agreement", MONDAY, date(2025, 10, 12))
    assert announce(effective_on=THURSDAY) == Ending("by_agreement", MONDAY, THURSDAY)
    answer = announce(effective_on=date(2025, 10, 8))
    assert isinstance(answer, Refused)
    (reason,) = answer.reasons
    assert reason.need == "notice"
    assert reason.mend.ru == "Укажите дату не раньше 09.10.2025"
    assert reason.mend.en == "Choose 2025-10-09 or later"


@pytest.mark.parametrize(("stage", "outcome"), [("work", "completed"), ("formed", "never_started")])
def test_some_outcomes_need_no_notice(stage: str, outcome: Outcome) -> None:
    assert announce(stage, outcome) == Ending(outcome, MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("stage", "outcome"), [("trial", "completed"), ("work", "never_started"), ("closed", "by_agreement")]
)
def test_an_outcome_impossible_in_this_stage(stage: str, outcome: Outcome) -> None:
    answer = announce(stage, outcome)
    assert isinstance(answer, Refused)
    assert answer.reasons[0].need == "outcome"
    assert OUTCOMES[outcome].ru in answer.reasons[0].reason.ru
    assert OUTCOMES[outcome].en in answer.reasons[0].reason.en


def test_withdrawing_until_the_day_it_takes_effect() -> None:
    ending = Ending("by_agreement", MONDAY, THURSDAY)
    assert withdraw_ending(ending, date(2025, 10, 8)) is None
    assert withdraw_ending(ending, THURSDAY) is not None
    nothing = withdraw_ending(None, MONDAY)
    assert nothing is not None
    assert nothing.reasons[0].need == "ending"
