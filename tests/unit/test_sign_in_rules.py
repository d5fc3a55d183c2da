"""The rules of signing in, without a database."""

import doctest
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import sign_in
from engine.sign_in import (
    ADMINISTRATOR_RESTS,
    SESSION_RESTS,
    WRONG_OF_ACCOUNT,
    Limit,
    opens_at,
    password_fault,
    second_step_due,
    session_rests,
    wait_in_words,
)

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_examples() -> None:
    outcome = doctest.testmod(sign_in)
    assert outcome.failed == 0
    assert outcome.attempted > 0


class TestLimits:
    def test_ten_wrong_attempts_close_an_account_for_a_quarter_of_an_hour(self) -> None:
        tried = [NOON - MINUTE * ago for ago in range(10)]
        assert opens_at(tried[:9], WRONG_OF_ACCOUNT, at=NOON) is None
        assert opens_at(tried, WRONG_OF_ACCOUNT, at=NOON) == NOON + 6 * MINUTE

    def test_it_opens_at_the_very_instant_that_was_told(self) -> None:
        tried = [NOON] * 10
        opens = opens_at(tried, WRONG_OF_ACCOUNT, at=NOON + MINUTE)
        assert opens is not None
        assert opens == NOON + 15 * MINUTE
        assert opens_at(tried, WRONG_OF_ACCOUNT, at=opens) is None
        assert opens_at(tried, WRONG_OF_ACCOUNT, at=opens - timedelta(microseconds=1)) == opens

    def test_a_clock_that_was_turned_back_locks_nobody_out(self) -> None:
        assert opens_at([NOON + timedelta(days=300)] * 99, WRONG_OF_ACCOUNT, at=NOON) is None

    @given(ago=st.lists(st.integers(0, 3600), max_size=40), most=st.integers(1, 12), within=st.integers(1, 1800))
    def test_whoever_waits_as_told_is_heard(self, ago: list[int], most: int, within: int) -> None:
        limit = Limit(most, timedelta(seconds=within))
        tried = [NOON - timedelta(seconds=one) for one in ago]
        opens = opens_at(tried, limit, at=NOON)
        if opens is None:
            assert sum(one < within for one in ago) < most
        else:
            assert NOON < opens <= NOON + limit.within
            assert opens_at(tried, limit, at=opens) is None

    @pytest.mark.parametrize(("left", "said"), [(1, "1 мин"), (60, "1 мин"), (61, "2 мин"), (900, "15 мин")])
    def test_the_waiting_time_is_said_in_whole_minutes(self, left: int, said: str) -> None:
        assert said in wait_in_words(NOON + timedelta(seconds=left), at=NOON).ru


class TestPasswords:
    @pytest.mark.parametrize(
        "password",
        [
            "",
            "коротко12",
            "x" * 201,
            "аааааааааааа",
            "1234567890",
            "9876543210",
            "Пароль12345",
            "qwertyuiop1",
            "Белова12345",
            "curator@school.test1",
        ],
    )
    def test_what_is_guessed_first_is_refused(self, password: str) -> None:
        assert password_fault(password, known=("Белова Анна Сергеевна", "curator@school.test")) is not None

    @pytest.mark.parametrize(
        "password",
        ["лошадь скрепка батарея", "Vetka;sirenI-91", "наставник всегда приходит вовремя"],
    )
    def test_length_is_enough(self, password: str) -> None:
        assert password_fault(password, known=("Белова Анна Сергеевна", "curator@school.test")) is None

    @given(st.text(max_size=300))
    def test_any_text_gets_an_answer(self, password: str) -> None:
        fault = password_fault(password, known=("", "a@b"))
        assert fault is None or (fault.ru and fault.en)


def test_administrators_rest_for_hours_the_others_for_a_month() -> None:
    assert session_rests(administrator=True) == ADMINISTRATOR_RESTS == timedelta(hours=12)
    assert session_rests(administrator=False) == SESSION_RESTS == timedelta(days=30)


def test_the_second_step_is_for_administrators_and_for_whoever_wants_it() -> None:
    assert second_step_due(administrator=True, totp_since=None, given=False)
    assert second_step_due(administrator=False, totp_since=NOON, given=False)
    assert not second_step_due(administrator=False, totp_since=None, given=False)
    assert not second_step_due(administrator=True, totp_since=NOON, given=True)
