"""Invitations and sign-in links go through real SMTP at once, at any hour; what they carry stands nowhere else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from engine.delivery import LetterVerdict
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import accounts, outbox, sessions, sign_in_links
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, Player, district, operator, player
from tests.support.doorstep import OTHER_PASSWORD, PASSWORD, account_of, enters, events, knock, with_account
from tests.support.installation import Installation, installation
from web.cookies import hashed
from workflows.account_letters import invite
from workflows.add_user import UserAdded, add_user
from workflows.ask_sign_in_link import ask_sign_in_link
from workflows.asking import SignedIn, Wrong
from workflows.choose_password import choose_password, invited
from workflows.disable_user import disable_user
from workflows.use_sign_in_link import use_sign_in_link

SUNDAY_NIGHT = datetime(2025, 9, 7, 0, 30, tzinfo=UTC)  # 03:30 in Kirov
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def place(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        made.clock.instant = SUNDAY_NIGHT
        yield made


@pytest.fixture
def cast(database: Database) -> District:
    """Nobody has signed a consent."""
    with database.write() as tx:
        return district(tx, consents=False)


def token_in(place: Installation, path: str) -> str:
    """The secret in the newest letter's only link."""
    [link] = set(re.findall(r"https?://\S+", place.recorder.letters[-1].words))
    assert link.startswith(f"http://localhost:8000{path}")
    return str(link).removeprefix(f"http://localhost:8000{path}")


def adds(place: Installation, who: Player) -> None:
    with place.database.write() as tx:
        made = add_user(tx, by=operator(place.clock.now()), person_id=who.id)
    assert made == UserAdded(who.id, invited=True)


def asks_link(place: Installation, email: str, browser: str = "mine") -> None:
    with place.database.write() as tx:
        ask_sign_in_link(tx, email=email, browser_hash=hashed(browser), asking=knock(place.clock.now()))


def uses_link(place: Installation, token: str, browser: str = "mine") -> SignedIn | Wrong:
    with place.database.write() as tx:
        return use_sign_in_link(
            tx, token_hash=hashed(token), browser_hash=hashed(browser), asking=knock(place.clock.now())
        )


class TestInvitation:
    def test_it_goes_at_night_on_a_sunday_without_a_consent(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        [letter] = place.recorder.letters
        assert letter.recipient == cast.mentor.email
        assert "Мария Петровна" in letter.words
        assert cast.mentor.email in letter.words
        with place.database.read() as tx:
            assert events(tx, cast.school.id) == ["user.add"]

    def test_the_password_is_chosen_once_and_nobody_is_signed_in_by_it(
        self, place: Installation, cast: District
    ) -> None:
        adds(place, cast.mentor)
        place.tick()
        token = token_in(place, "/invitation/")
        with place.database.write() as tx:
            choose_password(tx, token_hash=hashed(token), password=PASSWORD, at=SUNDAY_NIGHT)
            assert sessions.of_person(tx, cast.mentor.id, at=SUNDAY_NIGHT) == []
        with place.database.write() as tx, pytest.raises(BadInput):
            choose_password(tx, token_hash=hashed(token), password=OTHER_PASSWORD, at=SUNDAY_NIGHT)
        assert isinstance(enters(place.database, cast.mentor.email, PASSWORD), SignedIn)

    def test_a_weak_password_leaves_the_link_good(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        token = hashed(token_in(place, "/invitation/"))
        with place.database.write() as tx, pytest.raises(BadInput) as weak:
            choose_password(tx, token_hash=token, password="иванова123", at=SUNDAY_NIGHT)
        assert weak.value.field == "password"
        with place.database.write() as tx:
            choose_password(tx, token_hash=token, password=PASSWORD, at=SUNDAY_NIGHT)

    def test_after_seven_days_it_opens_nothing(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        token = hashed(token_in(place, "/invitation/"))
        with place.database.read() as tx:
            assert invited(tx, token_hash=token, at=SUNDAY_NIGHT + 7 * DAY - MINUTE) is not None
            assert invited(tx, token_hash=token, at=SUNDAY_NIGHT + 7 * DAY) is None

    def test_a_second_invitation_voids_the_first(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        first = hashed(token_in(place, "/invitation/"))
        adds(place, cast.mentor)
        place.tick()
        second = hashed(token_in(place, "/invitation/"))
        with place.database.read() as tx:
            assert invited(tx, token_hash=first, at=SUNDAY_NIGHT) is None
            assert invited(tx, token_hash=second, at=SUNDAY_NIGHT) is not None

    def test_it_is_no_sign_in_link(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        assert uses_link(place, token_in(place, "/invitation/"), browser="") == Wrong()

    def test_a_closed_account_gets_no_letter_and_its_link_is_dead(self, place: Installation, cast: District) -> None:
        adds(place, cast.mentor)
        place.tick()
        token = hashed(token_in(place, "/invitation/"))
        adds(place, cast.mentor)
        with place.database.write() as tx:
            disable_user(tx, by=operator(), person_id=cast.mentor.id)
        place.tick()
        assert len(place.recorder.letters) == 1
        assert [row.reason for row in place.rows("SELECT reason FROM v_letter WHERE state = 'cancelled'")] == [
            "учётная запись отключена"
        ]
        with place.database.read() as tx:
            assert invited(tx, token_hash=token, at=SUNDAY_NIGHT) is None

    def test_the_letter_for_a_forgotten_password_says_so(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.mentor)
            invite(tx, account_of(tx, cast.mentor), at=SUNDAY_NIGHT, again=True)
        place.tick()
        assert "попросили новый пароль" in place.recorder.letters[-1].words


class TestSignInLink:
    def test_it_signs_in_the_browser_that_asked_once(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.curator)
        asks_link(place, cast.curator.email)
        place.tick()
        token = token_in(place, "/sign-in/link/")
        assert uses_link(place, token, browser="of a scanner") == Wrong()
        assert uses_link(place, token) == SignedIn(cast.curator.id, second_step=False)
        assert uses_link(place, token) == Wrong()

    def test_ten_minutes_count_from_the_letter(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.curator)
        asks_link(place, cast.curator.email)
        place.clock.instant += 40 * MINUTE  # the mail server was away
        place.tick()
        token = token_in(place, "/sign-in/link/")
        place.clock.instant += 10 * MINUTE
        assert uses_link(place, token) == Wrong()

    def test_a_link_asked_for_an_hour_ago_is_not_sent(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.curator)
        asks_link(place, cast.curator.email)
        place.clock.instant += 61 * MINUTE
        place.tick()
        assert place.recorder.letters == []

    def test_everybody_of_a_shared_address_gets_an_own_one(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            sister = player(tx, cast.school, "Белова Вера Сергеевна", "curator")
            for who in (cast.curator, sister):
                with_account(tx, who)
        asks_link(place, cast.curator.email)
        place.tick()
        greeted = {name for name in ("Анна", "Вера") for one in place.recorder.letters if name in one.words}
        assert greeted == {"Анна", "Вера"}

    def test_a_changed_password_voids_it(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.curator)
        asks_link(place, cast.curator.email)
        place.tick()
        token = token_in(place, "/sign-in/link/")
        with place.database.write() as tx:
            sign_in_links.void(tx, cast.curator.id)
        assert uses_link(place, token) == Wrong()

    def test_an_administrator_still_owes_a_code(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            with_account(tx, cast.administrator)
        asks_link(place, cast.administrator.email)
        place.tick()
        outcome = uses_link(place, token_in(place, "/sign-in/link/"))
        assert outcome == SignedIn(cast.administrator.id, second_step=True)


class TestSecrecy:
    def test_the_secret_of_a_sent_letter_stands_nowhere_in_the_database(
        self, place: Installation, cast: District
    ) -> None:
        adds(place, cast.mentor)
        place.tick()
        token = token_in(place, "/invitation/")
        [row] = place.rows("SELECT state, message, facts, key FROM letter")
        assert (row.state, row.message) == ("sent", None)
        assert token not in str(tuple(row))
        [link] = place.rows("SELECT * FROM sign_in_link")
        assert token not in str(tuple(link))
        assert hashed(token) in str(tuple(link))

    @pytest.mark.parametrize(
        ("state", "ambiguous", "kept"),
        [
            ("sent", False, False),
            ("sent", True, False),
            ("failed", False, False),
            ("failed", True, True),
            ("uncertain", True, True),
            ("queued", True, True),
        ],
    )
    def test_only_a_doubtful_copy_keeps_its_bytes(
        self,
        place: Installation,
        cast: District,
        state: Literal["sent", "queued", "failed", "uncertain"],
        ambiguous: bool,
        kept: bool,
    ) -> None:
        """Another copy must be the same, byte for byte (C4)."""
        adds(place, cast.mentor)
        later = SUNDAY_NIGHT + MINUTE if state == "queued" else None
        with place.database.write() as tx:
            [letter] = outbox.claim(tx, owner="w", now=SUNDAY_NIGHT, lease_until=9e9, limit=9)
            outbox.enter_data(
                tx,
                letter_id=letter.id,
                owner="w",
                at=SUNDAY_NIGHT,
                lease_until=9e9,
                message=b"link",
                message_id="m",
                subject="s",
            )
            verdict = LetterVerdict(state, Words("", ""), next_attempt_at=later, ambiguous_spent=ambiguous)
            assert outbox.settle(tx, letter_id=letter.id, owner="w", verdict=verdict, at=SUNDAY_NIGHT)
        [row] = place.rows("SELECT message FROM letter")
        assert (row.message is not None) is kept

    def test_other_letters_keep_their_bytes(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            outbox.enqueue(
                tx,
                key="test/1",
                kind="test",
                organisation_id=cast.school.id,
                recipient_id=cast.curator.id,
                at=FIRST_OF_SEPTEMBER,
                ready_at=FIRST_OF_SEPTEMBER,
            )
        place.tick(FIRST_OF_SEPTEMBER)
        [row] = place.rows("SELECT message FROM letter")
        assert row.message is not None

    def test_a_refusal_leaves_no_account(self, place: Installation, cast: District) -> None:
        with place.database.write() as tx:
            outcome = add_user(tx, by=cast.curator.acts(), person_id=cast.mentor.id)
            assert isinstance(outcome, Refused)
            assert accounts.of_person(tx, cast.mentor.id) is None
