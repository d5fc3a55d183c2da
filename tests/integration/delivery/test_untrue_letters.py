"""Before the first byte goes, the letter is asked whether it is still true and still this reader's (laws 6 and 7)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from engine.refusals import Refused
from storage import letters as letter_rows
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.organisations import people
from tests.support.cast import District, district, operator, player
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from workflows.advance_pair import resume_pair, suspend_pair
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.complete_item import Proof, complete_item
from workflows.end_pair import end_pair
from workflows.grant_role import NewGrant, grant_role
from workflows.reschedule_item import reschedule_item
from workflows.revoke_role import revoke_role
from workflows.withdraw_consent import withdraw_consent

THIRD = datetime(2025, 9, 3, 6, 0, tzinfo=UTC)  # 09:00 in Kirov: a rung of the statistics due on the 10th
SOON = timedelta(minutes=11)
STATISTICS = "статистического"


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


class TestReminders:
    """The curator's letter about the statistics is queued; before it goes, something changes."""

    @pytest.fixture
    def cast(self, running: Installation) -> District:
        with running.database.write() as tx:
            cast = district(tx)
            made = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
            assert isinstance(made, Applied)
        running.play(THIRD - timedelta(hours=1))
        running.tick(THIRD, only="remind")
        assert letter_of(running, cast.curator.email) == ("queued", "")
        return cast

    def test_it_goes_when_nothing_changed(self, running: Installation, cast: District) -> None:
        running.tick(only="deliver")
        assert letter_of(running, cast.curator.email)[0] == "sent"

    def test_the_row_was_done(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            proof = Proof("link", "https://school.test/form")
            done = complete_item(tx, by=operator(THIRD), item_id=statistics(tx), proof=proof)
            assert not isinstance(done, Refused)
        self.assert_not_sent(running, cast, "выполнено")

    def test_the_date_was_moved(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            reschedule_item(
                tx, by=operator(THIRD), item_id=statistics(tx), to_day=date(2025, 9, 26), reason="ждём форму"
            )
        self.assert_not_sent(running, cast, "срок перенесён")

    def test_the_role_was_lost_and_the_successor_gets_his_own(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            successor = player(tx, cast.school, "Попова Инна Юрьевна", "successor", role="curator", at=THIRD)
            assert not isinstance(revoke_role(tx, by=operator(THIRD), grant_id=grant(tx, cast)), Refused)
        self.assert_not_sent(running, cast, "больше не отвечает за это")
        running.tick(THIRD + SOON)
        assert [STATISTICS in letter.subject for letter in running.recorder.to(successor.email)] == [True]
        ledger = running.rows(
            "SELECT recipient, state FROM v_reminder WHERE rung = -7 AND recipient IN (:old, :new) ORDER BY 1",
            old=cast.curator.email,
            new=successor.email,
        )
        assert [tuple(one) for one in ledger] == [(cast.curator.email, "cancelled"), (successor.email, "lettered")]

    def test_a_deputy_gets_it_within_his_dates(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            deputy = player(tx, cast.school, "Попова Инна Юрьевна", "deputy", at=THIRD)
            told = NewGrant(
                person_id=deputy.id,
                role="curator",
                organisation_id=cast.school.id,
                from_day=date(2025, 9, 3),
                to_day=date(2025, 9, 5),
                deputy_of_id=cast.curator.id,
            )
            assert not isinstance(grant_role(tx, by=operator(THIRD), told=told), Refused)
        self.assert_not_sent(running, cast, "больше не отвечает за это")
        running.tick(THIRD + SOON)
        assert [STATISTICS in letter.subject for letter in running.recorder.to(deputy.email)] == [True]

    def test_the_address_stopped_taking_letters(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            tx.execute(update(people).where(people.c.id == cast.curator.id).values(address_fault="550: нет такого"))
        self.assert_not_sent(running, cast, "адрес не принимает письма: 550: нет такого")

    def test_a_second_copy_that_is_no_longer_true_stays_at_home(self, running: Installation, cast: District) -> None:
        """After an attempt in doubt the letter waits for its repetition; then the row's date is moved."""
        with running.database.write() as tx:
            tx.execute(
                update(letters)
                .where(letters.c.recipient_id == cast.curator.id)
                .values(ambiguous=1, attempts=1, message=b"Subject: x\r\n\r\n", message_id="<x@y>")
            )
            assert not isinstance(revoke_role(tx, by=operator(THIRD), grant_id=grant(tx, cast)), Refused)
        self.assert_not_sent(running, cast, "больше не отвечает за это; первая копия могла дойти")

    @staticmethod
    def assert_not_sent(running: Installation, cast: District, reason: str) -> None:
        running.tick(only="deliver")
        assert letter_of(running, cast.curator.email) == ("cancelled", reason)
        assert not [one for one in running.recorder.to(cast.curator.email) if STATISTICS in one.subject]


class TestPairs:
    """Letters of a pair's moves wait ten minutes; meanwhile the pair lives on."""

    @pytest.fixture
    def told(self, running: Installation) -> Story:
        made = story(running.database)
        made.form()
        assert {state for _, _, state in made.letters} == {"queued"}
        return made

    def deliver(self, running: Installation, told: Story) -> None:
        running.tick(told.at + SOON, only="deliver")

    def test_they_go_after_ten_minutes_and_not_before(self, running: Installation, told: Story) -> None:
        running.tick(told.at + timedelta(minutes=9), only="deliver")
        assert running.recorder.letters == []
        self.deliver(running, told)
        assert {state for _, _, state in told.letters} == {"sent"}
        assert len(running.recorder.letters) == len(told.letters)

    def test_suspended(self, running: Installation, told: Story) -> None:
        told.done(suspend_pair, pair_id=told.pair_id, reason="болезнь")
        self.deliver(running, told)
        self.assert_cancelled(running, told, "пара приостановлена")

    def test_suspended_and_resumed(self, running: Installation, told: Story) -> None:
        told.done(suspend_pair, pair_id=told.pair_id, reason="болезнь")
        told.done(resume_pair, pair_id=told.pair_id)
        self.deliver(running, told)
        assert len(running.recorder.letters) == len(told.letters)

    def test_closed(self, running: Installation, told: Story) -> None:
        told.done(end_pair, pair_id=told.pair_id, outcome="never_started")
        assert told.pair.closed_on == told.day
        self.deliver(running, told)
        states = {(kind, state) for kind, _, state in told.letters}
        assert states == {("pair_formed", "cancelled"), ("pair_closed", "sent")}

    def test_the_participant_withdrew_his_consent(self, running: Installation, told: Story) -> None:
        self.deliver(running, told)
        before = len(running.recorder.to(told.cast.mentee.email))
        told.on(date(2025, 9, 2)).meet_needs("acquaint")
        told.move("acquaint")
        assert ("stage_opened", told.cast.mentee.name, "queued") in told.letters
        told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
        self.deliver(running, told)
        assert ("stage_opened", told.cast.mentee.name, "cancelled") in told.letters
        assert ("stage_opened", told.cast.mentor.name, "sent") in told.letters
        assert len(running.recorder.to(told.cast.mentee.email)) == before

    @staticmethod
    def assert_cancelled(running: Installation, told: Story, reason: str) -> None:
        assert running.recorder.letters == []
        rows = running.rows("SELECT DISTINCT state, reason FROM v_letter")
        assert [tuple(one) for one in rows] == [("cancelled", reason)]


def letter_of(running: Installation, recipient: str) -> tuple[str, str]:
    """State and reason of somebody's newest letter about what is due."""
    [newest, *_] = running.rows(
        "SELECT state, reason FROM v_letter WHERE recipient = :who AND kind <> 'date_moved' ORDER BY id DESC",
        who=recipient,
    )
    return newest.state, newest.reason


def statistics(tx: Connection) -> int:
    return int(tx.exec_driver_sql("SELECT id FROM item WHERE key = 'statistics'").scalar_one())


def grant(tx: Connection, cast: District) -> int:
    found = tx.exec_driver_sql(f"SELECT id FROM role_grant WHERE person_id = {cast.curator.id} AND role = 'curator'")
    return int(found.scalar_one())


def test_a_letter_cancelled_by_a_person_never_goes(running: Installation) -> None:
    made = story(running.database)
    made.form()
    with running.database.write() as tx:
        gone = letter_rows.cancel(tx, [row.id for row in tx.execute(letters.select())], reason="не нужно")
    assert gone
    running.tick(made.at + SOON)
    assert running.recorder.letters == []
