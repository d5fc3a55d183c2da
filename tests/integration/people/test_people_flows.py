"""Organisations, people, roles and consents through their flows, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, select

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import consents, journal, organisations, people, roles
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.roadmaps import tasks
from tests.support.cast import FIRST_OF_SEPTEMBER, District, consent, district, operator, organisation, player
from workflows.access import acting, forbidden
from workflows.add_organisation import add_organisation
from workflows.add_person import NewPerson, PersonAdded, add_person
from workflows.change_person import PersonChanged, PersonChanges, change_person
from workflows.find import find_organisation, find_person
from workflows.grant_role import NewGrant, RoleGranted, grant_role
from workflows.record_consent import ConsentRecorded, record_consent
from workflows.revoke_role import RoleRevoked, revoke_role
from workflows.set_calendar import CalendarSet, set_calendar
from workflows.withdraw_consent import ConsentWithdrawn, withdraw_consent


def needs(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused)
    return [reason.need for reason in outcome.reasons]


def faulty(error: pytest.ExceptionInfo[BadInput]) -> str:
    return error.value.field


class TestOrganisations:
    def test_the_path_is_made_of_the_names_and_the_rest_comes_from_above(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
        assert made.school.path == "slobodskoy-rayon/shkola-5"
        assert (made.school.timezone, made.school.week) == ("Europe/Kirov", 5)

    def test_the_same_name_gets_another_place(self, database: Database) -> None:
        with database.write() as tx:
            first, second = (organisation(tx, "Школа № 5", "school") for _ in range(2))
        assert (first.path, second.path) == ("shkola-5", "shkola-5-2")

    def test_a_slug_that_is_taken_is_refused(self, database: Database) -> None:
        with database.write() as tx:
            organisation(tx, "Школа № 5", "school")
            with pytest.raises(BadInput) as error:
                add_organisation(tx, by=operator(), name="Другая", kind="school", slug="shkola-5")
        assert faulty(error) == "slug"

    def test_a_school_is_not_above_a_municipality(self, database: Database) -> None:
        with database.write() as tx:
            organisation(tx, "Школа № 5", "school")
            with pytest.raises(BadInput) as error:
                add_organisation(tx, by=operator(), name="Район", kind="municipality", parent="shkola-5")
        assert faulty(error) == "parent"

    def test_days_are_set_once_and_leave_a_mark_and_a_journal_line(self, database: Database) -> None:
        days = {date(2026, 3, 20): False, date(2026, 3, 21): True}
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            first = set_calendar(tx, by=operator(), organisation_id=school.id, days=days)
            again = set_calendar(tx, by=operator(), organisation_id=school.id, days=days)
            stored, marks = organisations.overrides(tx, school.id), organisations.pending_marks(tx)
            lines = journal.entries(tx, school.id)
        assert first == CalendarSet(school.id, days=2, changed=2)
        assert again == CalendarSet(school.id, days=2, changed=0)
        assert stored == {date(2026, 3, 20): False, date(2026, 3, 21): True}
        assert [(kind, path) for kind, path, _ in marks] == [("calendar", "shkola-5")]
        assert [line.verb for line in lines] == ["calendar.change", "organisation.add"]

    def test_a_calendar_without_a_day_is_refused(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            with pytest.raises(BadInput):
                set_calendar(tx, by=operator(), organisation_id=school.id, days={})


class TestPeople:
    def test_before_the_consent_dates_are_refused_and_after_it_stored(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            told = NewPerson(name="Иванова Мария", email="m@school.test", born=date(1990, 5, 1))
            assert needs(add_person(tx, by=operator(), organisation_id=school.id, told=told)) == ["consents"]
            anna = player(tx, school, "Белова Анна", "anna")
            born = PersonChanges(born=date(1990, 5, 1))
            assert needs(change_person(tx, by=operator(), person_id=anna.id, changes=born)) == ["consents"]
            consent(tx, anna, "personal-data")
            changed = change_person(tx, by=operator(), person_id=anna.id, changes=born)
            stored = people.by_id(tx, anna.id)
        assert changed == PersonChanged(anna.id, 2, ("born",))
        assert stored is not None
        assert stored.born == date(1990, 5, 1)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            (NewPerson(name="", email="m@school.test"), "name"),
            (NewPerson(name="Иванова\x00", email="m@school.test"), "name"),
            (NewPerson(name="Иванова\r\nBcc: x@y.ru", email="m@school.test"), "name"),
            (NewPerson(name="Иванова"), "email"),
            (NewPerson(name="Иванова", email="m@school.test, n@school.test"), "email"),
            (NewPerson(name="Иванова", email="m@school.test\r\nBcc: x@y.ru"), "email"),
            (NewPerson(name="Иванова", email="Мария <m@school.test>"), "email"),
            (NewPerson(name="Иванова", email="m@school.test", kind="учитель"), "kind"),
            (NewPerson(name="Иванова", email="m@school.test", representative_id=999), "representative"),
        ],
    )
    def test_what_does_not_fit_names_its_field(self, database: Database, told: NewPerson, field: str) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            with pytest.raises(BadInput) as error:
                add_person(tx, by=operator(), organisation_id=school.id, told=told)
        assert faulty(error) == field

    def test_the_same_person_is_not_stored_twice_however_the_name_is_typed(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            player(tx, school, "Семёнов Пётр", "petr")
            told = NewPerson(name=" СЕМЕНОВ   Петр", email="PETR@school.test")
            with pytest.raises(BadInput):
                add_person(tx, by=operator(), organisation_id=school.id, told=told)

    def test_a_pupil_may_have_no_address(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            told = NewPerson(name="Соколов Лев", kind="pupil")
            assert isinstance(add_person(tx, by=operator(), organisation_id=school.id, told=told), PersonAdded)

    def test_the_second_of_two_editors_learns_that_it_changed_meanwhile(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            anna = player(tx, school, "Белова Анна", "anna")
            first = PersonChanges(position="учитель")
            assert isinstance(
                change_person(tx, by=operator(), person_id=anna.id, changes=first, version=1), PersonChanged
            )
            with pytest.raises(ChangedMeanwhile):
                change_person(tx, by=operator(), person_id=anna.id, changes=PersonChanges(position="завуч"), version=1)
            stored = people.by_id(tx, anna.id)
        assert stored is not None
        assert stored.position == "учитель"

    def test_a_new_address_is_tried_afresh(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            anna = player(tx, school, "Белова Анна", "anna")
            row = people.by_id(tx, anna.id)
            assert row is not None
            people.change(tx, row, {"address_fault": "550 no such user"})
            change_person(tx, by=operator(), person_id=anna.id, changes=PersonChanges(email="a@school.test"))
            stored = people.by_id(tx, anna.id)
        assert stored is not None
        assert (stored.email, stored.address_fault) == ("a@school.test", "")

    def test_the_journal_names_no_changed_value(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            anna = player(tx, school, "Белова Анна", "anna")
            change_person(tx, by=operator(), person_id=anna.id, changes=PersonChanges(email="secret@school.test"))
            line = journal.entries(tx, school.id)[0]
        assert (line.verb, line.facts["fields"]) == ("person.change", ["email"])
        assert "secret" not in str(line)


class TestRoles:
    def test_roles_hold_on_their_days_and_below_their_organisation(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
            days = NewGrant(
                person_id=made.mentor.id,
                role="observer",
                organisation_id=made.municipality.id,
                from_day=date(2025, 10, 1),
                to_day=date(2025, 10, 31),
            )
            assert isinstance(grant_role(tx, by=operator(), told=days), RoleGranted)
            before = acting(tx, made.mentor.acts(datetime(2025, 9, 30, 12, tzinfo=UTC)), made.other_school.id)
            during = acting(tx, made.mentor.acts(datetime(2025, 10, 31, 12, tzinfo=UTC)), made.other_school.id)
            after = acting(tx, made.mentor.acts(datetime(2025, 11, 1, 12, tzinfo=UTC)), made.other_school.id)
        assert (before.roles, during.roles, after.roles) == (frozenset(), {"observer"}, frozenset())

    def test_the_day_of_a_role_begins_in_the_zone_of_its_organisation(self, database: Database) -> None:
        with database.write() as tx:
            far = organisation(tx, "Школа", "school", timezone="Asia/Kamchatka")
            anna = player(tx, far, "Белова Анна", "anna")
            told = NewGrant(person_id=anna.id, role="curator", organisation_id=far.id, from_day=date(2025, 9, 1))
            grant_role(tx, by=operator(), told=told)
            first_minute = acting(tx, anna.acts(datetime(2025, 8, 31, 12, 0, tzinfo=UTC)), far.id)
            minute_before = acting(tx, anna.acts(datetime(2025, 8, 31, 11, 59, tzinfo=UTC)), far.id)
        assert (first_minute.roles, minute_before.roles) == ({"curator"}, frozenset())

    def test_a_deputy_has_the_role_of_the_deputised(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
            told = NewGrant(
                person_id=made.mentor.id,
                role="curator",
                organisation_id=made.school.id,
                deputy_of_id=made.curator.id,
            )
            assert isinstance(grant_role(tx, by=operator(), told=told), RoleGranted)
            roles_now = acting(tx, made.mentor.acts(), made.school.id).roles
        assert "curator" in roles_now

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"role": "завуч"}, "role"),
            ({"role": "mentor", "organisation_id": None}, "org"),
            ({"role": "mentor"}, "role"),  # the mentor holds it already
            ({"role": "observer", "from_day": date(2025, 9, 2), "to_day": date(2025, 9, 1)}, "to"),
            ({"role": "head", "deputy_of_id": "curator"}, "deputy-of"),
            ({"role": "head", "deputy_of_id": "mentor"}, "deputy-of"),
            ({"role": "representative"}, "for"),
            ({"role": "representative", "for_person_id": "mentee"}, "representative"),
            ({"role": "observer", "for_person_id": "pupil"}, "for"),
        ],
    )
    def test_what_does_not_fit_names_its_field(self, database: Database, told: dict[str, object], field: str) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
            given: dict[str, object] = {"person_id": made.mentor.id, "organisation_id": made.school.id, **told}
            for key in ("deputy_of_id", "for_person_id"):
                if isinstance(given.get(key), str):
                    given[key] = getattr(made, str(given[key])).id
            with pytest.raises(BadInput) as error:
                grant_role(tx, by=operator(), told=NewGrant(**given))  # type: ignore[arg-type]  # a table of faults
        assert faulty(error) == field

    def test_a_revoked_role_ends_at_once_and_stays_on_record(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
            (grant,) = roles.of_person(tx, made.curator.id)
            done = revoke_role(tx, by=operator(), grant_id=grant.id)
            left = acting(tx, made.curator.acts(), made.school.id).roles
            with pytest.raises(BadInput):
                revoke_role(tx, by=operator(), grant_id=grant.id)
        assert done == RoleRevoked(grant.id, date(2025, 8, 31))
        assert left == frozenset()

    def test_only_an_administrator_makes_administrators(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx, consents=False)
            told = NewGrant(person_id=made.mentor.id, role="administrator", organisation_id=made.school.id)
            by_director = grant_role(tx, by=made.director.acts(), told=told)
            by_administrator = grant_role(tx, by=made.administrator.acts(), told=told)
        assert needs(by_director) == ["permission"]
        assert isinstance(by_administrator, RoleGranted)


class TestConsents:
    def test_a_minor_needs_a_representative(self, database: Database) -> None:
        with database.write() as tx:
            school = organisation(tx, "Школа № 5", "school")
            pupil = player(tx, school, "Соколов Лев", "pupil", kind="pupil")
            signed = {"person_id": pupil.id, "kind": "personal-data", "signed_on": date(2025, 9, 1)}
            alone = record_consent(tx, by=operator(), **signed)  # type: ignore[arg-type]  # one mapping for two calls
            parent = player(tx, school, "Соколова Вера", "parent", kind="employer")
            told = NewGrant(person_id=parent.id, role="representative", for_person_id=pupil.id)
            assert isinstance(grant_role(tx, by=operator(), told=told), RoleGranted)
            made = record_consent(tx, by=operator(), **signed)  # type: ignore[arg-type]  # the same one
        assert needs(alone) == ["representative"]
        assert isinstance(made, ConsentRecorded)
        assert made.signed_by_id == parent.id

    @pytest.mark.parametrize(
        ("kind", "signed_on", "field"),
        [
            ("обработка", date(2025, 9, 1), "kind"),
            ("photo", date(2025, 9, 2), "signed"),
            ("photo", date(1999, 9, 2), "signed"),
            ("personal-data", date(2025, 9, 1), "kind"),  # in force since the day before
        ],
    )
    def test_what_does_not_fit_names_its_field(
        self, database: Database, kind: str, signed_on: date, field: str
    ) -> None:
        with database.write() as tx:
            made = district(tx)
            with pytest.raises(BadInput) as error:
                record_consent(tx, by=operator(), person_id=made.mentor.id, kind=kind, signed_on=signed_on)
        assert faulty(error) == field

    def test_today_is_the_persons_local_day(self, database: Database) -> None:
        with database.write() as tx:
            far = organisation(tx, "Школа", "school", timezone="Asia/Kamchatka")
            anna = player(tx, far, "Белова Анна", "anna")
            tomorrow_in_utc = By(at=datetime(2025, 8, 31, 13, tzinfo=UTC))
            made = record_consent(tx, by=tomorrow_in_utc, person_id=anna.id, kind="photo", signed_on=date(2025, 9, 1))
            stored = consents.in_force(tx, anna.id, "photo")
        assert isinstance(made, ConsentRecorded)
        assert [each.id for each in stored] == [made.id]


class TestWithdrawal:
    def test_the_clock_of_deletion_starts_and_the_curator_is_asked(self, database: Database) -> None:
        noon = datetime(2025, 10, 1, 9, tzinfo=UTC)
        with database.write() as tx:
            made = district(tx)
            done = withdraw_consent(tx, by=operator(noon), person_id=made.mentor.id, kind="personal-data")
            left = consents.in_force(tx, made.mentor.id, "personal-data")
            task = tx.execute(select(tasks)).one()
            obligation = tx.execute(select(obligations).where(obligations.c.subject_kind == "task")).one()
        assert isinstance(done, ConsentWithdrawn)
        assert done.erase_by == date(2025, 10, 31)
        assert left == []
        assert (task.kind, task.consent_id, task.due_on) == ("erase", done.id, date(2025, 10, 31))
        assert (obligation.subject_id, obligation.due_on, obligation.status) == (task.id, date(2025, 10, 31), "open")

    def test_another_kind_starts_no_deletion(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx)
            done = withdraw_consent(tx, by=operator(), person_id=made.mentor.id, kind="mentoring-duty")
            assert [one.kind for one in tx.execute(select(tasks))] == ["release"]
        assert isinstance(done, ConsentWithdrawn)
        assert done.erase_by is None

    def test_a_participant_withdraws_his_own_and_a_parent_the_childs(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx)
            own = withdraw_consent(tx, by=made.mentee.acts(), person_id=made.mentee.id, kind="personal-data")
            childs = withdraw_consent(tx, by=made.parent.acts(), person_id=made.pupil.id, kind="personal-data")
            others = withdraw_consent(tx, by=made.mentee.acts(), person_id=made.mentor.id, kind="personal-data")
        assert isinstance(own, ConsentWithdrawn)
        assert isinstance(childs, ConsentWithdrawn)
        assert needs(others) == ["permission"]

    @pytest.mark.parametrize("on", [date(2025, 8, 30), date(2025, 9, 2)])
    def test_the_day_is_neither_before_the_signature_nor_ahead(self, database: Database, on: date) -> None:
        with database.write() as tx:
            made = district(tx)
            with pytest.raises(BadInput) as error:
                withdraw_consent(tx, by=operator(), person_id=made.mentor.id, kind="personal-data", on=on)
        assert faulty(error) == "on"

    def test_a_consent_may_be_signed_again_after_it_was_withdrawn(self, database: Database) -> None:
        with database.write() as tx:
            made = district(tx)
            withdraw_consent(tx, by=operator(), person_id=made.mentor.id, kind="personal-data")
            with pytest.raises(BadInput):
                withdraw_consent(tx, by=operator(), person_id=made.mentor.id, kind="personal-data")
            assert consent(tx, made.mentor, "personal-data", signed_on=date(2025, 9, 1))


class TestAccess:
    @pytest.fixture
    def cast(self, database: Database) -> District:
        with database.write() as tx:
            return district(tx, consents=False)

    def test_who_may_add_people(self, database: Database, cast: District) -> None:
        told = NewPerson(name="Новая Вера", email="new@school.test")

        def outcome(tx: Connection, by: By) -> object:
            return add_person(tx, by=by, organisation_id=cast.school.id, told=told)

        with database.write() as tx:
            assert needs(outcome(tx, cast.mentor.acts())) == ["permission"]
        with database.write() as tx:
            assert isinstance(outcome(tx, cast.curator.acts()), PersonAdded)

    def test_to_an_outsider_the_school_and_its_people_do_not_exist(self, database: Database, cast: District) -> None:
        by = cast.outsider.acts()
        with database.read() as tx:
            for ask in (
                lambda: find_organisation(tx, cast.school.path, by=by),
                lambda: find_person(tx, cast.mentor.id, by=by),
                lambda: forbidden(tx, by, "person.add", cast.school.id),
            ):
                with pytest.raises(BadInput):
                    ask()
            with pytest.raises(BadInput) as hidden:
                find_person(tx, cast.mentor.id, by=by)
            with pytest.raises(BadInput) as absent:
                find_person(tx, 999, by=by)
        assert str(hidden.value).replace(str(cast.mentor.id), "999") == str(absent.value)

    def test_everybody_sees_himself(self, database: Database, cast: District) -> None:
        with database.read() as tx:
            assert find_person(tx, cast.outsider.id, by=cast.outsider.acts()).name == cast.outsider.name
            assert find_person(tx, cast.parent.id, by=cast.parent.acts()).name == cast.parent.name

    def test_a_root_is_added_by_the_operator_alone(self, database: Database, cast: District) -> None:
        with database.write() as tx:
            outcome = add_organisation(tx, by=cast.administrator.acts(), name="Район 2", kind="municipality")
        assert needs(outcome) == ["permission"]

    def test_the_journal_of_everything_is_whole(self, database: Database, cast: District) -> None:
        with database.read() as tx:
            for place in (cast.municipality, cast.school, cast.other_school):
                assert journal.verify_chain(tx, place.id) == ()
        assert FIRST_OF_SEPTEMBER.tzinfo is UTC
