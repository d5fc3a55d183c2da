"""A reader lets a reminder rest or does without a kind of letter: tick, delivery and forecast honour it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage.database import Database
from storage.scope import EVERYTHING
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.forecast_letters import forecast_letters
from workflows.mute_letters import MUTED, Muted, mute_letters
from workflows.remind_now import Reminded, remind_now
from workflows.snooze_reminder import Snoozed, Woken, snooze_reminder, wake_reminder

THIRD = datetime(2025, 9, 3, 6, 0, tzinfo=UTC)  # 09:00 in Kirov: rung -7 of the statistics due on the 10th
NIGHT = datetime(2025, 9, 2, 19, 0, tzinfo=UTC)
DUE = date(2025, 9, 10)


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


@pytest.fixture
def cast(running: Installation) -> District:
    """A school whose curator owes the statistics; the reminder of seven days before is about to come due."""
    with running.database.write() as tx:
        cast = district(tx)
        made = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
        assert isinstance(made, Applied)
    running.play(THIRD - timedelta(hours=1))
    running.recorder.letters.clear()
    return cast


def statistics(running: Installation) -> int:
    with running.database.read() as tx:
        mine = obligations.c.title.contains("статистического") & (obligations.c.due_on == DUE)
        return int(tx.scalars(select(obligations.c.id).where(mine)).one())


def told(running: Installation, cast: District) -> list[str]:
    """The days on which the curator's letters about the statistics came."""
    return [one.subject for one in running.recorder.to(cast.curator.email) if "статистического" in one.words]


def ledger(running: Installation, person_id: int) -> list[tuple[int, str, str]]:
    with running.database.read() as tx:
        wanted = select(reminders.c.rung, reminders.c.state, reminders.c.reason).where(
            reminders.c.obligation_id == statistics(running), reminders.c.recipient_id == person_id
        )
        return [(row[0], row[1], row[2]) for row in tx.execute(wanted.order_by(reminders.c.rung))]


def rest(running: Installation, by: By, until: date) -> Snoozed | Refused:
    with running.database.write() as tx:
        return snooze_reminder(tx, by=by, obligation_id=statistics(running), until=until)


class TestResting:
    def test_what_came_due_meanwhile_goes_once_on_the_day(self, running: Installation, cast: District) -> None:
        made = rest(running, cast.curator.acts(NIGHT), date(2025, 9, 15))
        assert made == Snoozed(statistics(running), date(2025, 9, 15))
        with running.database.read() as tx:
            seen = [
                (one.at.date(), rung)
                for one in forecast_letters(
                    tx, EVERYTHING, now=NIGHT, since=NIGHT, until=datetime(2025, 9, 16, tzinfo=UTC)
                )
                if one.recipient == cast.curator.email
                for obligation, rung in one.reminders
                if obligation == statistics(running)
            ]
        running.play(datetime(2025, 9, 15, 5, 59, tzinfo=UTC))
        # The curator is responsible: her own rungs rest, the escalation to the curator's office comes as ever.
        assert [rung for rung, state, _ in ledger(running, cast.curator.id) if state == "lettered"] == [1]
        running.play(datetime(2025, 9, 15, 7, 0, tzinfo=UTC))
        found = ledger(running, cast.curator.id)
        assert found == [
            (-7, "superseded", "наступила более поздняя ступень"),
            (-1, "superseded", "наступила более поздняя ступень"),
            (0, "lettered", ""),
            (1, "lettered", ""),
        ]
        assert seen == [(date(2025, 9, 11), 1), (date(2025, 9, 15), 0)]

    def test_the_head_hears_as_the_rules_say(self, running: Installation, cast: District) -> None:
        rest(running, cast.curator.acts(NIGHT), date(2025, 9, 16))
        running.play(datetime(2025, 9, 15, 7, 0, tzinfo=UTC))
        assert [(rung, state) for rung, state, _ in ledger(running, cast.director.id)] == [(3, "lettered")]

    def test_a_letter_not_yet_gone_rests_too(self, running: Installation, cast: District) -> None:
        running.tick(THIRD, only="remind")
        rest(running, cast.curator.acts(THIRD), date(2025, 9, 5))
        running.tick(THIRD + timedelta(minutes=1))
        assert told(running, cast) == []
        with running.database.read() as tx:
            mine = letters.c.recipient_id == cast.curator.id
            states = tx.execute(select(letters.c.state, letters.c.reason).where(mine).order_by(letters.c.id)).all()
        assert ("cancelled", "отложено получателем") in {(row[0], row[1]) for row in states}
        running.play(datetime(2025, 9, 5, 7, 0, tzinfo=UTC))
        assert len(told(running, cast)) == 1

    def test_woken_it_goes_with_the_next_letter(self, running: Installation, cast: District) -> None:
        rest(running, cast.curator.acts(NIGHT), date(2025, 9, 12))
        running.tick(THIRD)
        assert told(running, cast) == []
        with running.database.write() as tx:
            by = cast.curator.acts(THIRD + timedelta(hours=1))
            assert isinstance(wake_reminder(tx, by=by, obligation_id=statistics(running)), Woken)
        running.tick(THIRD + timedelta(hours=1))
        assert len(told(running, cast)) == 1

    def test_somebody_who_reminds_by_hand_is_heard(self, running: Installation, cast: District) -> None:
        rest(running, cast.curator.acts(NIGHT), date(2025, 9, 12))
        with running.database.write() as tx:
            made = remind_now(tx, by=cast.director.acts(THIRD), obligation_id=statistics(running))
        assert isinstance(made, Reminded)
        running.tick(THIRD)
        assert len(told(running, cast)) == 1

    @pytest.mark.parametrize("until", [date(2025, 9, 2), date(2025, 9, 17)])
    def test_two_weeks_at_most(self, running: Installation, cast: District, until: date) -> None:
        with pytest.raises(BadInput) as wrong:
            rest(running, cast.curator.acts(NIGHT), until)
        assert wrong.value.field == "--until"

    def test_only_ones_own(self, running: Installation, cast: District) -> None:
        for other in (cast.director, cast.mentor, cast.outsider):
            with pytest.raises(BadInput):
                rest(running, other.acts(NIGHT), date(2025, 9, 5))


class TestMuting:
    def test_early_reminders_alone_do_not_come(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            assert mute_letters(tx, by=cast.curator.acts(NIGHT), kind="reminder") == Muted(
                cast.curator.id, "reminder", muted=True, changed=True
            )
        with running.database.read() as tx:
            until = THIRD + timedelta(minutes=1)
            seen = forecast_letters(tx, EVERYTHING, now=NIGHT, since=NIGHT, until=until)
        running.tick(THIRD)
        assert told(running, cast) == []
        assert ledger(running, cast.curator.id)[-1] == (-7, "suppressed", MUTED)
        assert cast.curator.email not in {one.recipient for one in seen}

    def test_the_due_day_comes_all_the_same(self, running: Installation, cast: District) -> None:
        with running.database.write() as tx:
            mute_letters(tx, by=cast.curator.acts(NIGHT), kind="reminder")
        running.play(datetime(2025, 9, 10, 7, 0, tzinfo=UTC))
        assert (0, "lettered", "") in ledger(running, cast.curator.id)

    def test_a_letter_composed_before_is_cancelled_with_the_reason(self, running: Installation, cast: District) -> None:
        running.tick(THIRD, only="remind")
        with running.database.write() as tx:
            mute_letters(tx, by=cast.curator.acts(THIRD), kind="reminder")
        running.tick(THIRD)
        assert told(running, cast) == []
        assert ledger(running, cast.curator.id)[-1] == (-7, "cancelled", MUTED)

    def test_twice_is_once_and_back_again(self, running: Installation, cast: District) -> None:
        by = cast.curator.acts(NIGHT)
        with running.database.write() as tx:
            mute_letters(tx, by=by, kind="reminder")
            again = mute_letters(tx, by=by, kind="reminder")
            assert isinstance(again, Muted)
            assert not again.changed
            mute_letters(tx, by=by, kind="reminder", muted=False)
        running.tick(THIRD)
        assert len(told(running, cast)) == 1

    @pytest.mark.parametrize("kind", ["due_today", "overdue", "digest", "pair_closed", "invitation", "x"])
    def test_what_is_owed_cannot_be_stopped(self, running: Installation, cast: District, kind: str) -> None:
        with running.database.write() as tx:
            assert isinstance(mute_letters(tx, by=cast.curator.acts(NIGHT), kind=kind), Refused)

    def test_news_of_a_stage(self, running: Installation) -> None:
        with running.database.write() as tx:
            people = district(tx)
        told_by = Story(running.database, people, programme_id=0)
        told_by.start()
        told_by.form()
        told_by.meet_needs("acquaint")
        with running.database.write() as tx:
            mute_letters(tx, by=people.mentee.acts(told_by.at), kind="stage_opened")
        told_by.move("acquaint")
        running.play(told_by.at + timedelta(hours=1))
        news = [(who, state) for kind, who, state in told_by.letters if kind == "stage_opened"]
        assert sorted(news) == sorted([(people.mentor.name, "sent"), (people.mentee.name, "cancelled")])
