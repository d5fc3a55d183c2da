"""A person reminds: at once, not twice a day, nobody who may not hear; all the overdue in one letter a person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage.database import Database
from storage.scope import EVERYTHING
from storage.tables.journal import journal_entries
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from tests.support.pair_life import story
from workflows.advance_pair import suspend_pair
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.complete_item import Proof, complete_item
from workflows.forecast_letters import forecast_letters
from workflows.remind_all import Chosen, RemindAllPreview, RemindedAll, preview_remind_all, remind_all
from workflows.remind_now import Reminded, remind_now

FRIDAY = datetime(2025, 9, 19, 9, 0, tzinfo=UTC)  # noon in Kirov, a week after the statistics were due on the 10th
NIGHT = datetime(2025, 9, 19, 19, 0, tzinfo=UTC)  # 22:00 of that Friday: letters go on Monday
MONDAY = datetime(2025, 9, 22, 5, 0, tzinfo=UTC)
DUE = date(2025, 9, 10)


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


@pytest.fixture
def cast(running: Installation) -> District:
    """A school whose curator is late with the statistics; every ladder letter up to Friday noon has gone."""
    with running.database.write() as tx:
        cast = district(tx)
        made = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
        assert isinstance(made, Applied)
    running.play(FRIDAY)
    running.recorder.letters.clear()
    return cast


def statistics(running: Installation) -> int:
    with running.database.read() as tx:
        wanted = select(obligations.c.id).where(
            obligations.c.title.contains("статистического"), obligations.c.due_on == DUE
        )
        return int(tx.scalars(wanted).one())


def remind(running: Installation, by: By, obligation_id: int) -> Reminded | Refused:
    with running.database.write() as tx:
        return remind_now(tx, by=by, obligation_id=obligation_id)


def ledger(running: Installation, obligation_id: int) -> list[tuple[int, str, str]]:
    with running.database.read() as tx:
        wanted = select(reminders.c.rung, reminders.c.state, reminders.c.reason).where(
            reminders.c.obligation_id == obligation_id, reminders.c.rung > 10_000_000
        )
        return [(row[0], row[1], row[2]) for row in tx.execute(wanted.order_by(reminders.c.id))]


class TestOne:
    def test_the_letter_goes_at_once_and_the_ledger_knows(self, running: Installation, cast: District) -> None:
        made = remind(running, cast.administrator.acts(FRIDAY), statistics(running))
        assert isinstance(made, Reminded)
        assert [one.person_id for one in made.letters] == [cast.curator.id]
        assert made.letters[0].goes_at == FRIDAY
        running.tick(FRIDAY)
        [letter] = running.recorder.to(cast.curator.email)
        assert "статистического" in letter.subject
        assert ledger(running, statistics(running)) == [(20250919, "lettered", "напоминание вручную")]
        with running.database.read() as tx:
            line = tx.execute(select(journal_entries).where(journal_entries.c.verb == "reminder.send")).one()
        assert (line.organisation_id, line.actor_id) == (cast.school.id, cast.administrator.id)

    def test_not_twice_a_day_but_again_on_the_next(self, running: Installation, cast: District) -> None:
        about = statistics(running)
        assert isinstance(remind(running, cast.administrator.acts(FRIDAY), about), Reminded)
        again = remind(running, cast.director.acts(FRIDAY + timedelta(hours=1)), about)
        assert isinstance(again, Refused)
        assert again.reasons[0].reason.ru == "Сегодня об этом уже напоминали"
        running.tick(FRIDAY + timedelta(hours=1))
        assert len(running.recorder.to(cast.curator.email)) == 1
        assert isinstance(remind(running, cast.director.acts(MONDAY + timedelta(days=1)), about), Reminded)
        assert [rung for rung, _, _ in ledger(running, about)] == [20250919, 20250923]

    def test_at_night_it_waits_for_the_first_open_moment(self, running: Installation, cast: District) -> None:
        made = remind(running, cast.director.acts(NIGHT), statistics(running))
        assert isinstance(made, Reminded)
        assert made.letters[0].goes_at == MONDAY
        with running.database.read() as tx:
            seen = forecast_letters(tx, EVERYTHING, now=NIGHT, since=NIGHT, until=MONDAY + timedelta(minutes=1))
        assert (MONDAY, cast.curator.email) in {(one.at, one.recipient) for one in seen}
        running.tick(NIGHT)
        assert running.recorder.to(cast.curator.email) == []
        running.tick(MONDAY)
        assert len(running.recorder.to(cast.curator.email)) == 1

    def test_what_was_done_meanwhile_is_not_reminded_of(self, running: Installation, cast: District) -> None:
        about = statistics(running)
        assert isinstance(remind(running, cast.director.acts(NIGHT), about), Reminded)
        with running.database.write() as tx:
            item_id = tx.scalars(select(obligations.c.item_id).where(obligations.c.id == about)).one()
            proof = Proof("link", "https://school.test/form")
            done = complete_item(tx, by=operator(NIGHT), item_id=item_id, proof=proof, occurrence=None)
            assert not isinstance(done, Refused)
        running.tick(MONDAY)
        assert running.recorder.to(cast.curator.email) == []
        assert ledger(running, about) == [(20250919, "cancelled", "выполнено")]
        refused = remind(running, cast.director.acts(MONDAY), about)
        assert isinstance(refused, Refused)
        assert refused.reasons[0].reason.ru == "Уже выполнено"

    def test_who_may_not(self, running: Installation, cast: District) -> None:
        refused = remind(running, cast.mentor.acts(FRIDAY), statistics(running))
        assert isinstance(refused, Refused)
        assert refused.reasons[0].need == "permission"
        with pytest.raises(BadInput):
            remind(running, cast.outsider.acts(FRIDAY), statistics(running))
        with pytest.raises(BadInput):
            remind(running, cast.director.acts(FRIDAY), 10_000)


class TestAPairsStage:
    def test_never_of_a_suspended_pair_nor_without_consent(self, database: Database) -> None:
        told = story(database, consents=False)
        told.form()
        [stage] = told.obligations
        told.done(remind_now, obligation_id=stage["id"])  # of the missing consent itself one may remind
        told.done(suspend_pair, pair_id=told.pair_id, reason="каникулы")
        told.on(told.day + timedelta(days=1))
        refused = told.run(remind_now, obligation_id=stage["id"])
        assert isinstance(refused, Refused)
        assert refused.reasons[0].reason.ru == "Пара приостановлена"


class TestAll:
    def test_a_preview_then_one_letter_a_person(self, running: Installation, cast: District) -> None:
        by = cast.administrator.acts(FRIDAY)
        with running.database.read() as tx:
            seen = preview_remind_all(tx, by=by)
        assert isinstance(seen, RemindAllPreview)
        assert [one.path for one in seen.organisations] == [cast.school.path]
        assert (seen.goes_from, seen.goes_until) == (FRIDAY, FRIDAY)
        with running.database.write() as tx:
            made = remind_all(tx, by=by)
        assert isinstance(made, RemindedAll)
        assert (len(made.letters), made.obligations) == (seen.people, seen.obligations)
        assert len({one.person_id for one in made.letters}) == len(made.letters)
        running.tick(FRIDAY)
        assert sum(len(running.recorder.to(one.email)) for one in (cast.curator, cast.director)) == len(made.letters)
        with running.database.write() as tx:
            again = remind_all(tx, by=by)
        assert isinstance(again, RemindedAll)
        assert again.letters == ()
        assert {why.ru for why, _ in again.left_out} >= {"сегодня об этом уже напоминали"}

    def test_only_what_was_chosen_and_only_below_the_office(self, running: Installation, cast: District) -> None:
        about = statistics(running)
        with running.database.write() as tx:
            made = remind_all(tx, by=cast.administrator.acts(FRIDAY), chosen=Chosen(obligation_ids=[about]))
            assert isinstance(made, RemindedAll)
            assert (len(made.letters), made.obligations) == (1, 1)
            nothing = remind_all(tx, by=cast.outsider.acts(FRIDAY))
            assert isinstance(nothing, RemindedAll)
            assert nothing.letters == ()
            with pytest.raises(BadInput):
                remind_all(tx, by=cast.outsider.acts(FRIDAY), chosen=Chosen(under=cast.school.path))
            assert isinstance(remind_all(tx, by=cast.parent.acts(FRIDAY)), Refused)

    def test_many_letters_stop_at_the_breaker(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            rows = [
                {
                    "key": f"flood/{number}",
                    "kind": "test",
                    "organisation_id": cast.school.id,
                    "recipient_id": cast.mentor.id,
                    "facts": {},
                    "state": "sent",
                    "created_at": FRIDAY,
                }
                for number in range(200)
            ]
            tx.execute(letters.insert(), rows)
            made = remind_all(tx, by=cast.administrator.acts(FRIDAY))
            assert isinstance(made, RemindedAll)
            held = tx.scalars(select(letters.c.state).where(letters.c.id.in_([one.id for one in made.letters]))).all()
        assert set(held) == {"held"}
