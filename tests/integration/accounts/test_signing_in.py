"""Signing in by password and by link: who gets in, who does not, and what is written down."""

from datetime import timedelta

import pytest

from engine.actors import By
from storage import sessions, sign_ins
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator, player
from tests.support.doorstep import (
    OTHER_PASSWORD,
    PASSWORD,
    CountingHasher,
    account_of,
    enters,
    events,
    knock,
    with_account,
)
from web.cookies import hashed
from workflows.add_user import add_user
from workflows.ask_sign_in_link import ask_sign_in_link
from workflows.asking import Limited, SignedIn, Wrong
from workflows.choose_password import set_password
from workflows.disable_user import disable_user
from workflows.passwords import HASHER
from workflows.use_sign_in_link import use_sign_in_link

AT = FIRST_OF_SEPTEMBER
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        with_account(tx, made.curator)
    return made


class TestPassword:
    def test_the_right_one_opens_a_session(self, database: Database, cast: District) -> None:
        outcome = enters(database, cast.curator.email, PASSWORD, asking=knock(token="new"))
        assert outcome == SignedIn(cast.curator.id, second_step=False)
        with database.read() as tx:
            found = sessions.find(tx, hashed("new"), at=AT)
            assert found is not None
            assert (found.person_id, found.path, found.timezone) == (cast.curator.id, cast.school.path, "Europe/Kirov")
            assert found.expires_at - AT == timedelta(days=30)
            assert events(tx, cast.school.id) == ["user.add", "user.sign-in"]

    @pytest.mark.parametrize("typed", ["CURATOR@school.test", "  curator@SCHOOL.test "])
    def test_an_address_is_read_as_people_type_it(self, database: Database, cast: District, typed: str) -> None:
        assert isinstance(enters(database, typed, PASSWORD), SignedIn)

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("curator@school.test", OTHER_PASSWORD),
            ("curator@school.test", ""),
            ("curator@school.test", PASSWORD + " "),
            ("curator@school.test", "\x00" + "п" * 100_000),
            ("mentor@school.test", PASSWORD),  # a person without an account
            ("nobody@school.test", PASSWORD),
            ("' OR 1=1 --", "' OR 1=1 --"),
            ("curator@school.test\r\nBcc: x@y.z", PASSWORD),
            ("\ud800", PASSWORD),
            ("", ""),
        ],
    )
    def test_nothing_else_does(self, database: Database, cast: District, email: str, password: str) -> None:
        assert enters(database, email, password) == Wrong()
        with database.read() as tx:
            assert sessions.of_person(tx, cast.curator.id, at=AT) == []

    @pytest.mark.parametrize("email", ["nobody@school.test", "mentor@school.test", "curator@school.test"])
    def test_an_unknown_account_costs_what_a_known_one_costs(
        self, database: Database, cast: District, email: str
    ) -> None:
        hasher = CountingHasher()
        assert enters(database, email, OTHER_PASSWORD, hasher=hasher) == Wrong()
        assert hasher.compared == 1

    def test_an_invited_account_without_a_password_opens_to_nothing(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            add_user(tx, by=operator(), person_id=cast.mentor.id)
        hasher = CountingHasher()
        assert enters(database, cast.mentor.email, "", hasher=hasher) == Wrong()
        assert hasher.compared == 1

    def test_a_disabled_account_is_unknown(self, database: Database, cast: District) -> None:
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="before"))
        with database.write() as tx:
            disable_user(tx, by=operator(), person_id=cast.curator.id)
        assert enters(database, cast.curator.email, PASSWORD) == Wrong()
        with database.read() as tx:
            assert sessions.find(tx, hashed("before"), at=AT) is None

    def test_a_family_shares_an_address_and_not_a_password(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            sister = player(tx, cast.school, "Белова Вера Сергеевна", "curator")
            with_account(tx, sister)
            account = account_of(tx, sister)
            set_password(tx, account, HASHER.hash(OTHER_PASSWORD), by=By(at=AT, person_id=sister.id), keep="")
        assert enters(database, "curator@school.test", OTHER_PASSWORD) == SignedIn(sister.id, second_step=False)
        assert enters(database, "curator@school.test", PASSWORD) == SignedIn(cast.curator.id, second_step=False)

    def test_the_browsers_old_session_ends(self, database: Database, cast: District) -> None:
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="first"))
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="second", old="first"))
        with database.read() as tx:
            assert sessions.find(tx, hashed("first"), at=AT) is None
            assert sessions.find(tx, hashed("second"), at=AT) is not None

    def test_a_session_rests_for_a_month_and_lives_on_while_it_is_used(
        self, database: Database, cast: District
    ) -> None:
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="t"))
        later = AT + timedelta(days=29)
        with database.write() as tx:
            found = sessions.find(tx, hashed("t"), at=later)
            assert found is not None
            assert sessions.touch(tx, found, at=later)
        with database.read() as tx:
            assert sessions.find(tx, hashed("t"), at=later + timedelta(days=29)) is not None
            assert sessions.find(tx, hashed("t"), at=later + timedelta(days=30)) is None


class TestLimits:
    def test_ten_wrong_ones_close_the_account_to_the_right_one_too(self, database: Database, cast: District) -> None:
        for minute in range(10):
            assert enters(database, cast.curator.email, "не то", asking=knock(AT + minute * MINUTE)) == Wrong()
        outcome = enters(database, cast.curator.email, PASSWORD, asking=knock(AT + 10 * MINUTE))
        assert outcome == Limited(AT + 15 * MINUTE)
        with database.read() as tx:
            assert events(tx, cast.school.id) == ["user.add", "user.limit"]
        assert isinstance(enters(database, cast.curator.email, PASSWORD, asking=knock(AT + 15 * MINUTE)), SignedIn)

    def test_an_unknown_account_is_limited_like_a_known_one(self, database: Database, cast: District) -> None:
        for _ in range(10):
            assert enters(database, "nobody@school.test", "не то") == Wrong()
        assert enters(database, "NOBODY@school.test", "не то") == Limited(AT + 15 * MINUTE)

    def test_fifty_from_one_address_close_it_for_every_account(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            for number in range(50):
                sign_ins.note(
                    tx,
                    at=AT,
                    account_key=f"{number:064d}",
                    person_id=None,
                    method="password",
                    outcome="wrong",
                    address="203.0.113.7",
                    browser="",
                )
        assert enters(database, cast.curator.email, PASSWORD) == Limited(AT + 15 * MINUTE)
        elsewhere = knock(address="198.51.100.1")
        assert isinstance(enters(database, cast.curator.email, PASSWORD, asking=elsewhere), SignedIn)

    def test_limited_attempts_do_not_make_the_wait_longer(self, database: Database, cast: District) -> None:
        for _ in range(10):
            enters(database, cast.curator.email, "не то")
        for minute in range(14):
            outcome = enters(database, cast.curator.email, "не то", asking=knock(AT + minute * MINUTE))
            assert outcome == Limited(AT + 15 * MINUTE)

    def test_nothing_of_a_limited_attempt_is_compared(self, database: Database, cast: District) -> None:
        for _ in range(10):
            enters(database, cast.curator.email, "не то")
        hasher = CountingHasher()
        enters(database, cast.curator.email, PASSWORD, hasher=hasher)
        assert hasher.compared == 0


class TestLink:
    def asks(self, database: Database, email: str, *, browser: str = "mine") -> Limited | None:
        with database.write() as tx:
            return ask_sign_in_link(tx, email=email, browser_hash=hashed(browser), asking=knock())

    def test_the_answer_is_the_same_for_everybody(self, database: Database, cast: District) -> None:
        assert self.asks(database, cast.curator.email) is None
        assert self.asks(database, "nobody@school.test") is None
        assert self.asks(database, "no address at all") is None

    def test_six_within_an_hour_are_too_many(self, database: Database, cast: District) -> None:
        for email in (cast.curator.email, "nobody@school.test"):
            for _ in range(5):
                assert self.asks(database, email) is None
            assert self.asks(database, email) == Limited(AT + timedelta(hours=1))

    def test_an_unknown_link_opens_nothing(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            outcome = use_sign_in_link(tx, token_hash=hashed("?"), browser_hash=hashed("mine"), asking=knock())
        assert outcome == Wrong()

    def test_the_history_tells_what_happened(self, database: Database, cast: District) -> None:
        self.asks(database, cast.curator.email)
        enters(database, cast.curator.email, "не то", asking=knock(AT + MINUTE))
        enters(database, cast.curator.email, PASSWORD, asking=knock(AT + 2 * MINUTE))
        with database.read() as tx:
            told = [(one.method, one.outcome) for one in sign_ins.of_person(tx, cast.curator.id)]
            assert told == [("password", "done"), ("password", "wrong"), ("link", "asked")]
            assert sign_ins.of_person(tx, cast.mentor.id) == []

    def test_history_lasts_for_a_year_and_strangers_for_a_month(self, database: Database, cast: District) -> None:
        for email in (cast.curator.email, "nobody@school.test"):
            enters(database, email, "не то")
        for days, left in ((31, {cast.curator.id}), (366, set[int]())):
            enters(database, cast.curator.email, PASSWORD, asking=knock(AT + timedelta(days=days)))
            with database.read() as tx:
                found = tx.exec_driver_sql("SELECT person_id FROM sign_in WHERE outcome = 'wrong'")
                assert set(found.scalars()) == left
