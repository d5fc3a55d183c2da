"""The second step: asked of administrators, joined by a first code, each good once; recovery codes for a lost phone."""

from datetime import timedelta

import pytest

from engine.actors import By
from engine.refusals import BadInput
from storage import sessions, sign_ins
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, Player, district
from tests.support.doorstep import PASSWORD, Phone, account_of, enters, events, knock, with_account
from web.cookies import hashed
from workflows.asking import SignedIn
from workflows.pass_second_step import pass_second_step
from workflows.set_up_second_step import (
    Joined,
    begin_second_step,
    confirm_second_step,
    drop_second_step,
    renew_codes,
)

AT = FIRST_OF_SEPTEMBER
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        for who in (made.administrator, made.curator):
            with_account(tx, who)
    return made


@pytest.fixture
def phone() -> Phone:
    return Phone()


def by(who: Player) -> By:
    return By(at=AT, person_id=who.id)


def joins(database: Database, who: Player, phone: Phone, *, token: str = "full") -> tuple[str, ...]:
    """Signs in, joins the phone; the recovery codes."""
    enters(database, who.email, PASSWORD, asking=knock(token="half", old="half"))
    with database.write() as tx:
        account = begin_second_step(tx, by=by(who))
        joined = confirm_second_step(
            tx,
            by=by(who),
            code=phone.code(account),
            seconds=phone.seconds,
            asking=knock(token=token, old="half"),
        )
    assert isinstance(joined, Joined)
    return joined.codes


def gives(database: Database, code: str, phone: Phone, *, token: str = "in", old: str = "half") -> object:
    with database.write() as tx:
        return pass_second_step(tx, code=code, seconds=phone.seconds, asking=knock(token=token, old=old))


def test_an_administrator_joins_a_phone_at_the_first_sign_in(database: Database, cast: District, phone: Phone) -> None:
    outcome = enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert outcome == SignedIn(cast.administrator.id, second_step=True)
    with database.read() as tx:
        half = sessions.find(tx, hashed("half"), at=AT)
        assert half is not None
        assert (half.second_step, half.expires_at) == (False, AT + 15 * MINUTE)
        assert account_of(tx, cast.administrator).totp  # the page shows it and may not make it
    codes = joins(database, cast.administrator, phone)
    assert len(set(codes)) == 10
    with database.read() as tx:
        assert sessions.find(tx, hashed("half"), at=AT) is None
        full = sessions.find(tx, hashed("full"), at=AT)
        assert full is not None
        assert (full.second_step, full.expires_at) == (True, AT + timedelta(hours=12))
        assert not set(codes) & set(account_of(tx, cast.administrator).recovery)
        assert "user.second-step" in events(tx, cast.municipality.id)


def test_a_code_is_good_once(database: Database, cast: District, phone: Phone) -> None:
    joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert isinstance(gives(database, phone.shown[-1], phone), BadInput), "the code that joined the phone"
    with database.read() as tx:
        code = phone.code(account_of(tx, cast.administrator))
    assert gives(database, code, phone) == SignedIn(cast.administrator.id, second_step=False)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert isinstance(gives(database, code, phone), BadInput)


@pytest.mark.parametrize("typed", ["{0}", " {0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} "])
def test_it_is_read_as_people_type_it(database: Database, cast: District, phone: Phone, typed: str) -> None:
    joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    with database.read() as tx:
        code = phone.code(account_of(tx, cast.administrator))
    assert isinstance(gives(database, typed.format(code), phone), SignedIn)


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "１２３４５６", "-12345", "\x00" * 6, "a" * 99_999])
def test_nothing_else_is_a_code(database: Database, cast: District, phone: Phone, code: str) -> None:
    joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert isinstance(gives(database, code, phone), BadInput)
    with database.read() as tx:
        assert sessions.find(tx, hashed("in"), at=AT) is None


def test_a_phone_may_be_half_a_minute_off_and_no_more(database: Database, cast: District, phone: Phone) -> None:
    joins(database, cast.administrator, phone)
    phone.seconds += 300
    with database.read() as tx:
        account = account_of(tx, cast.administrator)
    for late, welcome in ((60, False), (-60, False), (30, True)):
        enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
        code = phone.code(account)
        server = Phone(phone.seconds + late)
        assert isinstance(gives(database, code, server), SignedIn) is welcome, late


def test_a_recovery_code_stands_in_for_the_phone_once(database: Database, cast: District, phone: Phone) -> None:
    codes = joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    typed = codes[3].upper().replace("-", " ")
    assert isinstance(gives(database, typed, phone), SignedIn)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert isinstance(gives(database, codes[3], phone), BadInput)
    with database.read() as tx:
        assert len(account_of(tx, cast.administrator).recovery) == 9
        assert [one.method for one in sign_ins.of_person(tx, cast.administrator.id)].count("recovery") == 1


def test_ten_wrong_codes_are_enough(database: Database, cast: District, phone: Phone) -> None:
    joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    for _ in range(10):
        assert isinstance(gives(database, "000000", phone), BadInput)
    with database.read() as tx:
        right = phone.code(account_of(tx, cast.administrator))
    with pytest.raises(BadInput) as often:
        gives(database, right, phone)
    assert "15 мин" in often.value.words.ru


def test_without_a_waiting_session_no_code_opens_anything(database: Database, cast: District, phone: Phone) -> None:
    codes = joins(database, cast.administrator, phone)
    with pytest.raises(BadInput):
        gives(database, codes[0], phone, old="never")


def test_somebody_without_the_office_may_want_it_and_do_without_again(
    database: Database, cast: District, phone: Phone
) -> None:
    assert enters(database, cast.curator.email, PASSWORD) == SignedIn(cast.curator.id, second_step=False)
    joins(database, cast.curator, phone)
    assert enters(database, cast.curator.email, PASSWORD) == SignedIn(cast.curator.id, second_step=True)
    with database.write() as tx:
        wrong = drop_second_step(tx, by=by(cast.curator), password="не тот", asking=knock(old="full"))
        assert isinstance(wrong, BadInput)
        assert account_of(tx, cast.curator).totp_since is not None
        drop_second_step(tx, by=by(cast.curator), password=PASSWORD, asking=knock(old="full"))
    assert enters(database, cast.curator.email, PASSWORD) == SignedIn(cast.curator.id, second_step=False)


def test_an_administrator_who_drops_a_phone_joins_another_before_anything_opens(
    database: Database, cast: District, phone: Phone
) -> None:
    joins(database, cast.administrator, phone)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="elsewhere"))
    with database.write() as tx:
        drop_second_step(tx, by=by(cast.administrator), password=PASSWORD, asking=knock(old="full"))
        here = sessions.find(tx, hashed("full"), at=AT)
        assert here is not None
        assert (here.second_step, here.totp_since, here.expires_at) == (False, None, AT + 15 * MINUTE)
        assert sessions.find(tx, hashed("elsewhere"), at=AT) is None
        assert account_of(tx, cast.administrator).recovery == ()


def test_new_recovery_codes_void_the_old_ones(database: Database, cast: District, phone: Phone) -> None:
    old = joins(database, cast.administrator, phone)
    with database.write() as tx:
        account = account_of(tx, cast.administrator)
        new = renew_codes(
            tx, by=by(cast.administrator), code=phone.code(account), seconds=phone.seconds, asking=knock()
        )
    assert isinstance(new, tuple)
    enters(database, cast.administrator.email, PASSWORD, asking=knock(token="half", old="half"))
    assert isinstance(gives(database, old[0], phone), BadInput)
    assert isinstance(gives(database, new[0], phone), SignedIn)
