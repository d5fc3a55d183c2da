"""Who gives and closes accounts, what closes with them, passwords that change, tokens of programs."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.refusals import BadInput, Refused
from storage import api_tokens, people, sessions, sign_in_links
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator
from tests.support.cli import Cli
from tests.support.doorstep import OTHER_PASSWORD, PASSWORD, enters, events, knock, with_account
from web.cookies import hashed
from workflows.add_user import UserAdded, add_user
from workflows.asking import SignedIn, Wrong
from workflows.change_password import change_password
from workflows.change_person import PersonChanged, PersonChanges, change_person
from workflows.choose_password import PasswordChosen
from workflows.disable_user import UserDisabled, disable_user
from workflows.grant_role import NewGrant, grant_role
from workflows.make_token import SCOPES, TokenMade, make_calendar_address, make_token
from workflows.revoke_token import revoke_token
from workflows.show_account import show_account
from workflows.sign_out import end_other_sessions, end_session, sign_out

AT = FIRST_OF_SEPTEMBER
TODAY, NEXT_YEAR = date(2025, 9, 1), date(2026, 9, 1)


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        with_account(tx, made.curator)
    return made


class TestGiving:
    def test_the_head_gives_accounts_at_the_own_school(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            made = add_user(tx, by=cast.director.acts(), person_id=cast.mentor.id)
        assert made == UserAdded(cast.mentor.id, invited=True)

    def test_a_curator_does_not(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            assert isinstance(add_user(tx, by=cast.curator.acts(), person_id=cast.mentor.id), Refused)

    def test_to_an_outsider_the_person_does_not_exist(self, database: Database, cast: District) -> None:
        with database.write() as tx, pytest.raises(BadInput):
            add_user(tx, by=cast.outsider.acts(), person_id=cast.mentor.id)

    @pytest.mark.parametrize("act", [add_user, disable_user])
    def test_a_head_does_not_touch_an_administrators_account(
        self, database: Database, cast: District, act: object
    ) -> None:
        """The administrator of the district works at the school: the head could take the account over."""
        with database.write() as tx:
            grant = NewGrant(person_id=cast.curator.id, role="administrator", organisation_id=cast.municipality.id)
            grant_role(tx, by=operator(), told=grant)
            assert isinstance(act(tx, by=cast.director.acts(), person_id=cast.curator.id), Refused)  # type: ignore[operator]  # one of two flows
            assert isinstance(disable_user(tx, by=cast.administrator.acts(), person_id=cast.curator.id), UserDisabled)

    def test_somebody_without_an_address_cannot_sign_in(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            pupil = people.by_id(tx, cast.pupil.id)
            assert pupil is not None
            people.change(tx, pupil, {"email": ""})
        with database.write() as tx, pytest.raises(BadInput):
            add_user(tx, by=operator(), person_id=cast.pupil.id)

    def test_an_account_with_a_password_is_not_given_twice(self, database: Database, cast: District) -> None:
        with database.write() as tx, pytest.raises(BadInput):
            add_user(tx, by=operator(), person_id=cast.curator.id, password=OTHER_PASSWORD)
        assert isinstance(enters(database, cast.curator.email, PASSWORD), SignedIn)


class TestClosing:
    def test_everything_closes_at_once(self, database: Database, cast: District) -> None:
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="here"))
        with database.write() as tx:
            made = make_token(tx, by=cast.curator.acts(), name="отчёт", scopes=["read"], last_day=TODAY)
            feed = make_calendar_address(tx, by=cast.curator.acts())
            assert isinstance(made, TokenMade)
        with database.write() as tx:
            done = disable_user(tx, by=cast.director.acts(), person_id=cast.curator.id)
        assert done == UserDisabled(cast.curator.id, sessions=1, tokens=2)
        with database.read() as tx:
            assert sessions.find(tx, hashed("here"), at=AT) is None
            assert api_tokens.find(tx, hashed(made.token), at=AT) is None
            assert api_tokens.find(tx, hashed(feed.token), at=AT, kind="calendar") is None

    def test_opened_again_it_is_new(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            made = make_token(tx, by=cast.curator.acts(), name="отчёт", scopes=["read"], last_day=TODAY)
            disable_user(tx, by=operator(), person_id=cast.curator.id)
            add_user(tx, by=operator(), person_id=cast.curator.id)
            assert isinstance(made, TokenMade)
            assert api_tokens.find(tx, hashed(made.token), at=AT) is None
        assert enters(database, cast.curator.email, PASSWORD) == Wrong()

    def test_nobody_closes_his_own(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            with_account(tx, cast.director)
        with database.write() as tx, pytest.raises(BadInput):
            disable_user(tx, by=cast.director.acts(), person_id=cast.director.id)

    def test_what_is_not_open_is_not_closed(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            disable_user(tx, by=operator(), person_id=cast.curator.id)
        for who in (cast.curator, cast.mentor):
            with database.write() as tx, pytest.raises(BadInput):
                disable_user(tx, by=operator(), person_id=who.id)


class TestPassword:
    def test_a_change_signs_the_other_browsers_out(self, database: Database, cast: District) -> None:
        for token in ("here", "there"):
            enters(database, cast.curator.email, PASSWORD, asking=knock(token=token))
        with database.write() as tx:
            done = change_password(
                tx, by=cast.curator.acts(), current=PASSWORD, new=OTHER_PASSWORD, asking=knock(old="here")
            )
        assert done == PasswordChosen(cast.curator.id)
        with database.read() as tx:
            assert sessions.find(tx, hashed("here"), at=AT) is not None
            assert sessions.find(tx, hashed("there"), at=AT) is None
        assert enters(database, cast.curator.email, PASSWORD) == Wrong()
        assert isinstance(enters(database, cast.curator.email, OTHER_PASSWORD), SignedIn)

    def test_the_current_one_is_asked_for_and_its_guesses_are_counted(self, database: Database, cast: District) -> None:
        for _ in range(10):
            with database.write() as tx:
                wrong = change_password(tx, by=cast.curator.acts(), current="не то", new=OTHER_PASSWORD, asking=knock())
                assert isinstance(wrong, BadInput)
        with database.write() as tx, pytest.raises(BadInput) as often:
            change_password(tx, by=cast.curator.acts(), current=PASSWORD, new=OTHER_PASSWORD, asking=knock())
        assert "15 мин" in often.value.words.ru

    def test_a_weak_one_changes_nothing(self, database: Database, cast: District) -> None:
        with database.write() as tx, pytest.raises(BadInput):
            change_password(tx, by=cast.curator.acts(), current=PASSWORD, new="1234567890", asking=knock())
        assert isinstance(enters(database, cast.curator.email, PASSWORD), SignedIn)


class TestSessions:
    def test_one_ends_the_others_stay(self, database: Database, cast: District) -> None:
        for token in ("a", "b", "c"):
            enters(database, cast.curator.email, PASSWORD, asking=knock(token=token))
        with database.write() as tx:
            assert sign_out(tx, by=cast.curator.acts(), token_hash=hashed("a"))
            assert not sign_out(tx, by=cast.curator.acts(), token_hash=hashed("a"))
            end_session(tx, by=cast.curator.acts(), number=hashed("b")[:16])
            assert [one.token_hash for one in show_account(tx, by=cast.curator.acts()).sessions] == [hashed("c")]
            assert end_other_sessions(tx, by=cast.curator.acts(), keep=hashed("c")) == 0

    def test_nobody_elses(self, database: Database, cast: District) -> None:
        enters(database, cast.curator.email, PASSWORD, asking=knock(token="a"))
        with database.write() as tx:
            with_account(tx, cast.director)
        with database.write() as tx, pytest.raises(BadInput):
            end_session(tx, by=cast.director.acts(), number=hashed("a")[:16])


class TestTokens:
    def test_it_is_known_by_its_hash_until_its_last_day_is_over(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            made = make_token(
                tx, by=cast.curator.acts(), name="отчёт", scopes=["pairs:write", "read", "read"], last_day=TODAY
            )
            assert isinstance(made, TokenMade)
            found = api_tokens.find(tx, hashed(made.token), at=AT)
            assert found is not None
            assert (found.person_id, found.scopes) == (cast.curator.id, frozenset({"read", "pairs:write"}))
            midnight = AT.replace(hour=21)  # in Kirov
            assert api_tokens.find(tx, hashed(made.token), at=midnight - timedelta(seconds=1)) is not None
            assert api_tokens.find(tx, hashed(made.token), at=midnight) is None
            assert api_tokens.find(tx, hashed(made.token), at=AT, kind="calendar") is None
            assert made.token not in str(show_account(tx, by=cast.curator.acts()))
            assert events(tx, cast.school.id)[-1] == "token.make"

    def test_revoked_it_opens_nothing(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            made = make_token(tx, by=cast.curator.acts(), name="отчёт", scopes=["read"], last_day=TODAY)
            assert isinstance(made, TokenMade)
            for _ in range(2):
                revoke_token(tx, by=cast.curator.acts(), token_id=made.id)
            assert api_tokens.find(tx, hashed(made.token), at=AT) is None
            assert events(tx, cast.school.id).count("token.revoke") == 1

    def test_somebody_elses_does_not_exist(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            made = make_token(tx, by=cast.curator.acts(), name="отчёт", scopes=["read"], last_day=TODAY)
            with_account(tx, cast.director)
            assert isinstance(made, TokenMade)
        with database.write() as tx, pytest.raises(BadInput):
            revoke_token(tx, by=cast.director.acts(), token_id=made.id)

    @pytest.mark.parametrize(
        ("name", "scopes", "last_day"),
        [
            ("", ["read"], TODAY),
            ("a\nb", ["read"], TODAY),
            ("x" * 61, ["read"], TODAY),
            ("отчёт", [], TODAY),
            ("отчёт", ["read", "everything"], TODAY),
            ("отчёт", ["read"], TODAY - timedelta(days=1)),
            ("отчёт", ["read"], NEXT_YEAR + timedelta(days=2)),
        ],
    )
    def test_what_makes_no_sense_is_not_made(
        self, database: Database, cast: District, name: str, scopes: list[str], last_day: date
    ) -> None:
        with database.write() as tx, pytest.raises(BadInput):
            make_token(tx, by=cast.curator.acts(), name=name, scopes=scopes, last_day=last_day)

    def test_only_administrators_make_one_for_everything(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            with_account(tx, cast.administrator)
            all_of_it = list(SCOPES)
            mine = make_token(tx, by=cast.curator.acts(), name="всё", scopes=all_of_it, last_day=TODAY)
            theirs = make_token(tx, by=cast.administrator.acts(), name="всё", scopes=all_of_it, last_day=TODAY)
        assert isinstance(mine, Refused)
        assert isinstance(theirs, TokenMade)

    def test_a_new_calendar_address_replaces_the_old_one(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            old, new = (make_calendar_address(tx, by=cast.curator.acts()) for _ in range(2))
            assert api_tokens.find(tx, hashed(old.token), at=AT, kind="calendar") is None
            found = api_tokens.find(tx, hashed(new.token), at=AT, kind="calendar")
            assert found is not None
            assert api_tokens.find(tx, hashed(new.token), at=AT) is None


class TestCommands:
    @pytest.fixture
    def cli(self, tmp_path: Path) -> Cli:
        made = Cli(tmp_path)
        made.json("org", "add", "--name", "Школа", "--kind", "school", "--slug", "s", "--timezone", "Europe/Kirov")
        made.json("person", "add", "--org", "s", "--name", "Белова Анна Сергеевна", "--email", "a@school.test")
        return made

    def test_an_invitation_goes_out_by_letter(self, cli: Cli) -> None:
        assert cli.json("user", "add", "--person", 1) == {"id": 1, "invited": True}
        [letter] = cli.json("outbox", "list")
        assert (letter["letter"], letter["recipient"], letter["state"]) == ("invitation", "a@school.test", "queued")

    def test_a_password_comes_from_a_file_and_is_shown_nowhere(self, cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "password"
        file.write_text(PASSWORD + "\n", encoding="utf-8")
        answer = cli("user", "add", "--person", 1, "--password-file", file, "--json")
        assert (answer.exit_code, PASSWORD in answer.stdout + answer.stderr) == (0, False)
        assert cli.json("user", "disable", "--person", 1) == {"id": 1, "sessions": 0, "tokens": 0}

    def test_what_cannot_be_is_said_in_a_sentence(self, cli: Cli, tmp_path: Path) -> None:
        weak = tmp_path / "weak"
        weak.write_text("1234567890", encoding="utf-8")
        assert "подбирают" in cli.error("user", "add", "--person", 1, "--password-file", weak)["message"]
        assert "не читается" in cli.error("user", "add", "--person", 1, "--password-file", tmp_path)["message"]
        cli.error("user", "add", "--person", 99)
        cli.error("user", "disable", "--person", 1)


class TestAddress:
    """Links to sign in go to the address: to change it is to be able to take the account over."""

    def test_a_curator_changes_it_only_before_there_is_an_account(self, database: Database, cast: District) -> None:
        new = PersonChanges(email="new@school.test")
        with database.write() as tx:
            before = change_person(tx, by=cast.curator.acts(), person_id=cast.mentor.id, changes=new)
            with_account(tx, cast.mentor)
            after = change_person(
                tx, by=cast.curator.acts(), person_id=cast.mentor.id, changes=PersonChanges(email="x@school.test")
            )
            told = change_person(
                tx, by=cast.curator.acts(), person_id=cast.mentor.id, changes=PersonChanges(position="учитель")
            )
        assert isinstance(before, PersonChanged)
        assert isinstance(after, Refused)
        assert isinstance(told, PersonChanged)

    def test_a_head_does_not_change_an_administrators(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            grant = NewGrant(person_id=cast.curator.id, role="administrator", organisation_id=cast.municipality.id)
            grant_role(tx, by=operator(), told=grant)
            changes = PersonChanges(email="x@school.test")
            refused = change_person(tx, by=cast.director.acts(), person_id=cast.curator.id, changes=changes)
        assert isinstance(refused, Refused)

    def test_links_to_the_old_address_are_void(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            with_account(tx, cast.mentor)
            sign_in_links.add(
                tx,
                token_hash="h",
                person_id=cast.mentor.id,
                purpose="invitation",
                at=AT,
                expires_at=AT + timedelta(days=7),
            )
            changes = PersonChanges(email="x@school.test")
            change_person(tx, by=cast.director.acts(), person_id=cast.mentor.id, changes=changes)
            assert sign_in_links.find(tx, "h", "invitation") is None
