"""What is good once is good once, also for two that come in the same instant; and the journal knows no secret."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile
from storage import journal, sessions, sign_in_links
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district
from tests.support.doorstep import OTHER_PASSWORD, PASSWORD, Phone, account_of, enters, knock, with_account
from web.cookies import hashed
from workflows.ask_sign_in_link import ask_sign_in_link
from workflows.asking import SignedIn
from workflows.change_password import change_password
from workflows.choose_password import PasswordChosen, choose_password
from workflows.make_token import TokenMade, make_calendar_address, make_token
from workflows.pass_second_step import pass_second_step
from workflows.set_up_second_step import Joined, begin_second_step, confirm_second_step
from workflows.use_sign_in_link import use_sign_in_link

AT = FIRST_OF_SEPTEMBER
T = TypeVar("T")


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        with_account(tx, made.administrator)
    return made


def both(act: Callable[[int], T]) -> list[T | Exception]:
    """What two that begin together come to."""
    start = threading.Barrier(2)
    came: list[T | Exception] = []

    def one(number: int) -> None:
        start.wait()
        try:
            came.append(act(number))
        except (BadInput, ChangedMeanwhile) as error:
            came.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(came) == 2
    return came


def joins(database: Database, cast: District, phone: Phone) -> tuple[str, ...]:
    by = By(at=AT, person_id=cast.administrator.id)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half"))
    with database.write() as tx:
        account = begin_second_step(tx, by=by)
        joined = confirm_second_step(
            tx, by=by, code=phone.code(account), seconds=phone.seconds, asking=knock(token="full", old="half")
        )
    assert isinstance(joined, Joined)
    return joined.codes


def test_a_link_signs_in_one_of_two(database: Database, cast: District) -> None:
    with database.write() as tx:
        sign_in_links.add(
            tx,
            token_hash="link",
            person_id=cast.administrator.id,
            purpose="sign-in",
            at=AT,
            expires_at=AT + timedelta(minutes=10),
            browser_hash="mine",
        )

    def uses(number: int) -> object:
        with database.write() as tx:
            return use_sign_in_link(tx, token_hash="link", browser_hash="mine", asking=knock(token=str(number)))

    assert sum(isinstance(one, SignedIn) for one in both(uses)) == 1
    with database.read() as tx:
        assert len(sessions.of_person(tx, cast.administrator.id, at=AT)) == 1


def test_an_invitation_takes_one_of_two_passwords(database: Database, cast: District) -> None:
    with database.write() as tx:
        sign_in_links.add(
            tx,
            token_hash="link",
            person_id=cast.administrator.id,
            purpose="invitation",
            at=AT,
            expires_at=AT + timedelta(days=7),
        )

    def chooses(number: int) -> object:
        with database.write() as tx:
            return choose_password(tx, token_hash="link", password=f"{OTHER_PASSWORD} {number}", at=AT)

    assert sum(isinstance(one, PasswordChosen) for one in both(chooses)) == 1


@pytest.mark.parametrize("recovery", [False, True])
def test_a_code_lets_in_one_of_two(database: Database, cast: District, recovery: bool) -> None:
    phone = Phone()
    codes = joins(database, cast, phone)
    for number in range(2):
        enters(database, cast.administrator.email, PASSWORD, asking=knock(token=f"half-{number}"))
    with database.read() as tx:
        code = codes[0] if recovery else phone.code(account_of(tx, cast.administrator))

    def gives(number: int) -> object:
        with database.write() as tx:
            asking = knock(token=f"in-{number}", old=f"half-{number}")
            return pass_second_step(tx, code=code, seconds=phone.seconds, asking=asking)

    assert sum(isinstance(one, SignedIn) for one in both(gives)) == 1


def test_the_journal_knows_what_happened_and_no_secret(database: Database, cast: District) -> None:
    phone = Phone()
    codes = joins(database, cast, phone)
    by = By(at=AT, person_id=cast.administrator.id)
    with database.write() as tx:
        ask_sign_in_link(tx, email=cast.administrator.email, browser_hash="mine", asking=knock())
        token = make_token(tx, by=by, name="отчёт", scopes=["admin"], last_day=AT.date())
        feed = make_calendar_address(tx, by=by)
        change_password(tx, by=by, current=PASSWORD, new=OTHER_PASSWORD, asking=knock(old="full"))
        account = account_of(tx, cast.administrator)
    assert isinstance(token, TokenMade)
    for _ in range(10):
        enters(database, cast.administrator.email, "не то")
    with database.read() as tx:
        lines = [one for one in journal.entries(tx, cast.municipality.id) if one.subject.startswith("user:")]
        kept = str([(one.subject, one.facts, one.words) for one in lines])
    assert {one.verb for one in lines} == {
        "user.add",
        "user.sign-in",
        "user.second-step",
        "user.password",
        "user.limit",
        "token.make",
    }
    secrets = [*codes, *phone.shown, token.token, feed.token, account.totp, account.password, PASSWORD, OTHER_PASSWORD]
    for secret in [*secrets, *map(hashed, secrets), "203.0.113.7", "@school.test", "Firefox"]:
        assert secret not in kept
