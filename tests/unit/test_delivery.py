"""What becomes of a letter after each outcome, and when the channel is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.delivery import (
    Ambiguous,
    Failed,
    LetterVerdict,
    Outcome,
    RetryLetter,
    Sent,
    after,
    needs_banner,
    next_channel_hold,
)
from engine.words import Words

NINE = datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
WHY = Words("почему", "why")


def verdict(
    outcome: Outcome, *, attempts: int = 1, waited: timedelta = timedelta(0), ambiguous_before: bool = False
) -> LetterVerdict:
    return after(
        outcome,
        attempts=attempts,
        first_attempt_at=NINE,
        now=NINE + waited,
        ambiguous_before=ambiguous_before,
    )


def test_the_channel_rests_longer_each_time() -> None:
    minutes = [next_channel_hold(failures) // timedelta(minutes=1) for failures in range(1, 8)]
    assert minutes == [1, 5, 15, 30, 60, 60, 60]


def test_people_are_told_after_a_quarter_of_an_hour() -> None:
    assert not needs_banner(holding_since=NINE, now=NINE + timedelta(minutes=14, seconds=59))
    assert needs_banner(holding_since=NINE, now=NINE + timedelta(minutes=15))


def test_sent_keeps_the_servers_words() -> None:
    assert verdict(Sent("250 ok")) == LetterVerdict("sent", Words("250 ok", "250 ok"))


class TestRetry:
    def test_five_minutes_then_half_an_hour(self) -> None:
        busy = RetryLetter(WHY, 450)
        first = verdict(busy)
        assert (first.state, first.next_attempt_at) == ("queued", NINE + timedelta(minutes=5))
        assert first.reason == Words("450: почему", "450: why")
        later = NINE + timedelta(hours=2)
        assert verdict(busy, attempts=2, waited=later - NINE).next_attempt_at == later + timedelta(minutes=30)
        assert verdict(busy, attempts=90, waited=later - NINE).next_attempt_at == later + timedelta(minutes=30)

    def test_three_days_are_enough(self) -> None:
        almost = timedelta(days=3) - timedelta(seconds=1)
        assert verdict(RetryLetter(WHY, 452), attempts=99, waited=almost).state == "queued"
        given_up = verdict(RetryLetter(WHY, 452), attempts=99, waited=timedelta(days=3))
        assert (given_up.state, given_up.next_attempt_at) == ("failed", None)
        assert "452" in given_up.reason.ru

    def test_a_retry_without_a_code_keeps_its_reason(self) -> None:
        assert verdict(RetryLetter(WHY)).reason == WHY


class TestFailed:
    @pytest.mark.parametrize("flag", [True, False])
    def test_at_once(self, flag: bool) -> None:
        decided = verdict(Failed(WHY, 550, flag_address=flag))
        assert (decided.state, decided.flag_address) == ("failed", flag)
        assert decided.reason.en == "550: why"


class TestAmbiguous:
    def test_one_retry(self) -> None:
        once = verdict(Ambiguous(WHY))
        assert (once.state, once.ambiguous_spent) == ("queued", True)
        assert once.next_attempt_at == NINE + timedelta(minutes=5)

    def test_then_a_person_decides(self) -> None:
        twice = verdict(Ambiguous(WHY), attempts=2, ambiguous_before=True)
        assert (twice.state, twice.next_attempt_at) == ("uncertain", None)

    def test_a_plain_retry_in_between_does_not_give_a_second_doubt_for_free(self) -> None:
        between = verdict(RetryLetter(WHY, 450), attempts=2, ambiguous_before=True)
        assert (between.state, between.ambiguous_spent) == ("queued", True)

    @pytest.mark.parametrize("outcome", [Failed(WHY, 550, flag_address=True), RetryLetter(WHY, 450)])
    def test_what_may_have_arrived_is_never_called_failed(self, outcome: Outcome) -> None:
        decided = verdict(outcome, attempts=9, waited=timedelta(days=3), ambiguous_before=True)
        assert decided.state == "uncertain"
        assert "могла дойти" in decided.reason.ru

    def test_a_second_copy_that_was_taken_is_sent(self) -> None:
        assert verdict(Sent("250 ok"), attempts=2, ambiguous_before=True).state == "sent"

    @pytest.mark.parametrize("order", [(0, 0, 1), (0, 1, 0), (1, 0, 0)])
    def test_never_more_than_two_copies_by_itself(self, order: tuple[int, ...]) -> None:
        """Whatever comes between, the second ambiguous attempt is the last one."""
        spent, states = False, list[str]()
        for attempt, plain in enumerate(order, start=1):
            decided = verdict(RetryLetter(WHY) if plain else Ambiguous(WHY), attempts=attempt, ambiguous_before=spent)
            spent = decided.ambiguous_spent
            states.append(decided.state)
            if decided.state != "queued":
                break
        assert states[-1] == "uncertain"
        assert states.count("uncertain") == 1
