"""Consents recorded one by one and by the list, on paper or by word, taken back, withdrawn, renewed."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from engine.actors import By
from engine.consents import DESTROY_WITHIN
from engine.refusals import BadInput, Refused
from storage import consents, people
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.participants import Profile
from storage.tables.roadmaps import tasks
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator
from workflows.add_person import NewPerson, add_person
from workflows.change_person import PersonChanges, change_person
from workflows.complete_item import Proof
from workflows.consent_clocks import data_destroyed
from workflows.consent_gate import FREE_FIELDS, has_consent, needs_consent, refused_before_consent
from workflows.consent_gate import without_consent_among as lacking
from workflows.keep_consent_scan import ScanKept, keep_consent_scan
from workflows.keep_without_consent import GroundKept, keep_without_consent
from workflows.record_consent import ConsentRecorded, SignedPaper, record_consent
from workflows.record_consents import ConsentsRecorded, record_consents
from workflows.take_back_consents import ConsentsTakenBack, take_back_consents
from workflows.withdraw_consent import ConsentWithdrawn, withdraw_consent

SIGNED = date(2025, 9, 1)
NEXT_DAY = FIRST_OF_SEPTEMBER + timedelta(days=1)
TERMS = {"content": "открытые уроки", "from": "2025-09-01", "to": "2026-05-31", "form": "очно", "payment": "3 000 руб."}


def needs(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused)
    return [reason.need for reason in outcome.reasons]


def owed(tx: Connection, kind: str) -> list[tuple[str, date]]:
    wanted = (
        select(obligations.c.status, obligations.c.due_on)
        .join(tasks, tasks.c.id == obligations.c.subject_id)
        .where(obligations.c.subject_kind == "task", tasks.c.kind == kind)
        .order_by(obligations.c.id)
    )
    return [(status, due) for status, due in tx.execute(wanted)]


def record(tx: Connection, cast: District, *, at: datetime = FIRST_OF_SEPTEMBER, **told: Any) -> ConsentRecorded:
    wanted: dict[str, Any] = {"person_id": cast.mentee.id, "kind": "photo", "signed_on": SIGNED} | told
    made = record_consent(tx, by=operator(at), **wanted)
    assert isinstance(made, ConsentRecorded)
    return made


class TestRecord:
    def test_it_keeps_the_text_the_signer_the_scan_and_the_term(self, database: Database) -> None:
        paper = SignedPaper(scan=Proof("file", "ab" * 32 + ".pdf", sha256="ab" * 32), valid_to=date(2026, 5, 31))
        with database.write() as tx:
            cast = district(tx)
            made = record(tx, cast, person_id=cast.pupil.id, paper=paper)
            [row] = consents.in_force(tx, cast.pupil.id, "photo")
        assert (made.text, made.signed_by_id, made.scanned) == ("photo-minor@1", cast.parent.id, True)
        assert (row.signed_by_id, row.scan, row.valid_to) == (cast.parent.id, "ab" * 32 + ".pdf", date(2026, 5, 31))
        assert row.definition_id is not None

    def test_the_same_text_is_registered_once(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            for one in (cast.mentee, cast.mentor):
                record(tx, cast, person_id=one.id)
            rows = [row for one in (cast.mentee, cast.mentor) for row in consents.in_force(tx, one.id, "photo")]
        assert len({row.definition_id for row in rows}) == 1

    def test_somebody_elses_representative_does_not_sign(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            with pytest.raises(BadInput) as error:
                record(tx, cast, person_id=cast.pupil.id, paper=SignedPaper(signer_id=cast.mentor.id))
        assert error.value.field == "signed_by"

    def test_the_text_of_another_purpose_is_no_choice(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            [row] = consents.in_force(tx, cast.mentee.id, "personal-data")
            with pytest.raises(BadInput) as error:
                record(tx, cast, paper=SignedPaper(text_id=row.definition_id))
        assert error.value.field == "text"

    def test_the_duty_keeps_its_terms_and_silence_is_doubted(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            told = record(tx, cast, kind="mentoring-duty", paper=SignedPaper(terms=TERMS))
            silent = record(tx, cast, person_id=cast.curator.id, kind="mentoring-duty")
            unpaid = record(
                tx,
                cast,
                person_id=cast.director.id,
                kind="mentoring-duty",
                paper=SignedPaper(terms=TERMS | {"payment": "без оплаты"}),
            )
            [row] = consents.in_force(tx, cast.mentee.id, "mentoring-duty")
        assert (row.terms, row.valid_to, told.doubts) == (TERMS, date(2026, 5, 31), ())
        assert "не указано" in silent.doubts[0].ru
        assert "юристу" in unpaid.doubts[0].ru

    @pytest.mark.parametrize(
        ("paper", "field"),
        [
            (SignedPaper(terms=TERMS), "content"),  # a photo has no terms
            (SignedPaper(valid_to=date(2025, 8, 31)), "valid_to"),
            (SignedPaper(valid_to=date(2125, 1, 1)), "valid_to"),
        ],
    )
    def test_what_does_not_fit_names_its_field(self, database: Database, paper: SignedPaper, field: str) -> None:
        with database.write() as tx:
            cast = district(tx)
            with pytest.raises(BadInput) as error:
                record(tx, cast, paper=paper)
        assert error.value.field == field

    def test_a_scan_may_come_later(self, database: Database) -> None:
        scan = Proof("file", "cd" * 32 + ".pdf", sha256="cd" * 32)
        with database.write() as tx:
            cast = district(tx)
            made = record(tx, cast)
            kept = keep_consent_scan(tx, by=cast.curator.acts(), consent_id=made.id, scan=scan)
            [row] = consents.by_ids(tx, [made.id])
            refused = keep_consent_scan(tx, by=cast.mentor.acts(), consent_id=made.id, scan=scan)
        assert isinstance(kept, ScanKept)
        assert row.scan == scan.reference
        assert needs(refused) == ["permission"]


class TestList:
    def test_everybody_of_the_list_at_once_and_a_repeat_changes_nothing(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            everybody = [cast.mentor.id, cast.mentee.id, cast.pupil.id]
            told: dict[str, Any] = {"kind": "photo", "person_ids": everybody, "signed_on": SIGNED}
            made = record_consents(tx, by=cast.curator.acts(), **told)
            again = record_consents(tx, by=cast.curator.acts(), **told)
        assert isinstance(made, ConsentsRecorded)
        assert isinstance(again, ConsentsRecorded)
        assert (len(made.ids), made.known) == (3, ())
        assert (again.ids, again.known) == ((), tuple(everybody))

    def test_one_who_cannot_sign_stops_the_list_and_is_named(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx, consents=False)
            alone = add_person(
                tx,
                by=operator(),
                organisation_id=cast.school.id,
                told=NewPerson(name="Ким Юн", email="kim@school.test", kind="pupil"),
            )
            assert not isinstance(alone, Refused)
            refused = record_consents(
                tx,
                by=operator(),
                kind="personal-data",
                person_ids=[cast.mentor.id, alone.id],
                signed_on=SIGNED,
            )
        assert isinstance(refused, Refused)
        assert [one.reason.ru.split(":")[0] for one in refused.reasons] == ["Ким Юн"]

    def test_an_empty_list_is_bad_input(self, database: Database) -> None:
        with database.write() as tx:
            district(tx)
            with pytest.raises(BadInput):
                record_consents(tx, by=operator(), kind="photo", person_ids=[], signed_on=SIGNED)


class TestTakingBack:
    def test_within_a_day(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            made = record(tx, cast)
            done = take_back_consents(tx, by=operator(NEXT_DAY), consent_ids=[made.id])
            assert consents.in_force(tx, cast.mentee.id, "photo") == []
        assert isinstance(done, ConsentsTakenBack)

    def test_not_later(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            made = record(tx, cast)
            late = take_back_consents(tx, by=operator(NEXT_DAY + timedelta(seconds=1)), consent_ids=[made.id])
        assert needs(late) == ["time"]

    def test_not_while_something_rests_on_it(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx, consents=False)
            made = record(tx, cast, kind="personal-data")
            change_person(tx, by=operator(), person_id=cast.mentee.id, changes=PersonChanges(born=date(1990, 1, 1)))
            refused = take_back_consents(tx, by=operator(), consent_ids=[made.id])
        assert needs(refused) == ["consents"]

    def test_the_clock_that_the_mistake_had_stopped_runs_again(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            withdraw_consent(tx, by=operator(), person_id=cast.mentee.id, kind="personal-data", on=SIGNED)
            again = record(tx, cast, kind="personal-data", at=NEXT_DAY, signed_on=date(2025, 9, 2))
            assert [status for status, _ in owed(tx, "erase")] == ["done"]
            take_back_consents(tx, by=operator(NEXT_DAY), consent_ids=[again.id])
            assert [status for status, _ in owed(tx, "erase")] == ["open"]

    def test_a_renewal_taken_back_leaves_no_question(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            made = record(tx, cast, paper=SignedPaper(valid_to=date(2026, 5, 31)))
            take_back_consents(tx, by=operator(), consent_ids=[made.id])
            assert [status for status, _ in owed(tx, "renew")] == ["done"]


class TestWithdrawal:
    def test_the_thirty_days_are_owed_and_kept(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            done = withdraw_consent(tx, by=operator(), person_id=cast.mentee.id, kind="personal-data")
            [row] = [one for one in consents.of_person(tx, cast.mentee.id) if one.kind == "personal-data"]
            assert owed(tx, "erase") == [("open", SIGNED + DESTROY_WITHIN)]
        assert isinstance(done, ConsentWithdrawn)
        assert row.destroy_by == done.erase_by == SIGNED + DESTROY_WITHIN

    @pytest.mark.parametrize("what", ["destroyed", "ground", "signed again"])
    def test_three_things_stop_the_clock(self, database: Database, what: str) -> None:
        with database.write() as tx:
            cast = district(tx)
            withdraw_consent(tx, by=operator(), person_id=cast.mentee.id, kind="personal-data")
            if what == "destroyed":
                assert data_destroyed(tx, by=operator(NEXT_DAY), person_id=cast.mentee.id, on=date(2025, 9, 2)) == 1
            elif what == "ground":
                told = "архив кадровых документов"
                kept = keep_without_consent(tx, by=cast.curator.acts(), person_id=cast.mentee.id, ground=told)
                assert isinstance(kept, GroundKept)
            else:
                record(tx, cast, kind="personal-data", at=NEXT_DAY, signed_on=date(2025, 9, 2))
            assert [status for status, _ in owed(tx, "erase")] == ["done"]
            consented = has_consent(tx, cast.mentee.id, day=date(2025, 9, 2))
        assert consented is (what == "signed again")

    def test_a_ground_without_a_clock_is_bad_input(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            with pytest.raises(BadInput):
                keep_without_consent(tx, by=operator(), person_id=cast.mentee.id, ground="закон")


class TestTerm:
    def test_the_last_day_is_owed_as_a_renewal_and_a_new_paper_answers_it(self, database: Database) -> None:
        may = datetime(2026, 5, 20, 9, tzinfo=UTC)
        with database.write() as tx:
            cast = district(tx)
            record(tx, cast, paper=SignedPaper(valid_to=date(2026, 5, 31)))
            assert owed(tx, "renew") == [("open", date(2026, 5, 31))]
            record(tx, cast, at=may, signed_on=date(2026, 5, 20))
            assert [status for status, _ in owed(tx, "renew")] == ["done"]

    def test_after_the_last_day_it_opens_no_door(self, database: Database) -> None:
        june = datetime(2026, 6, 1, 9, tzinfo=UTC)
        changes = PersonChanges(born=date(1990, 1, 1))
        with database.write() as tx:
            cast = district(tx, consents=False)
            record(tx, cast, kind="personal-data", paper=SignedPaper(valid_to=date(2026, 5, 31)))
            everybody = [cast.mentee.id, cast.mentor.id]
            assert lacking(tx, everybody, day=date(2026, 5, 31)) == {cast.mentor.id}
            assert lacking(tx, everybody, day=date(2026, 6, 1)) == set(everybody)
            refused = change_person(tx, by=operator(june), person_id=cast.mentee.id, changes=changes)
        assert needs(refused) == ["consents"]

    def test_a_withdrawal_ends_the_question_to_renew(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            record(tx, cast, paper=SignedPaper(valid_to=date(2026, 5, 31)))
            withdraw_consent(tx, by=operator(), person_id=cast.mentee.id, kind="photo")
            assert [status for status, _ in owed(tx, "renew")] == ["done"]


class TestGate:
    """Before the consent: name, address, organisation, position, and nothing else, at every door."""

    @pytest.mark.parametrize("name", sorted({one.name for told in (NewPerson, PersonChanges) for one in fields(told)}))
    def test_the_fields_of_the_doors_of_people(self, database: Database, name: str) -> None:
        value: Any = date(1990, 1, 1) if name in ("born", "hired") else "значение"
        with database.write() as tx:
            cast = district(tx, consents=False)
            before = people.by_id(tx, cast.mentee.id)
            outcome = refused_before_consent({name: value})
            if needs_consent(name):
                changed = change_person(
                    tx, by=operator(), person_id=cast.mentee.id, changes=PersonChanges(**{name: value})
                )
                assert needs(changed) == ["consents"]
                assert people.by_id(tx, cast.mentee.id) == before
        assert (outcome is not None) is needs_consent(name)

    @pytest.mark.parametrize("name", sorted(set(Profile.model_fields) - {"person_id", "version"}))
    def test_every_field_of_the_registers_waits_for_it(self, name: str) -> None:
        assert needs(refused_before_consent({name: "1"})) == ["consents"]

    @pytest.mark.parametrize("name", sorted(FREE_FIELDS))
    def test_four_fields_do_not(self, name: str) -> None:
        assert refused_before_consent({name: "1"}) is None

    def test_a_field_nobody_knows_waits_too_and_an_empty_one_stores_nothing(self) -> None:
        assert needs(refused_before_consent({"salary": 5})) == ["consents"]
        assert refused_before_consent({"salary": None, "phone": "", "interests": []}) is None


def test_nobody_but_the_office_records(database: Database) -> None:
    flows: list[Callable[[Connection, By, District], object]] = [
        lambda tx, by, cast: record_consent(tx, by=by, person_id=cast.mentee.id, kind="photo", signed_on=SIGNED),
        lambda tx, by, cast: record_consents(tx, by=by, kind="photo", person_ids=[cast.mentee.id], signed_on=SIGNED),
    ]
    with database.write() as tx:
        cast = district(tx)
        for flow in flows:
            assert set(needs(flow(tx, cast.mentor.acts(), cast))) == {"permission"}
        with pytest.raises(BadInput):
            flows[0](tx, cast.outsider.acts(), cast)
