"""A withdrawal of any kind starts thirty days; what the program knows of where somebody is shown is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from engine.consents import ASKED_BY_WITHDRAWAL, DESTROY_WITHIN
from engine.refusals import BadInput, Refused
from storage import consents, journal
from storage.consents import ConsentKind
from storage.database import Database
from storage.scope import EVERYTHING, Scope
from storage.tables.events import articles, event_people, events, practices
from storage.tables.obligations import obligations
from storage.tables.roadmaps import tasks
from tests.support.cast import FIRST_OF_SEPTEMBER, District, Player, consent, district, operator
from tests.support.pair_life import story
from workflows.erase_person import PersonErased, erase_person
from workflows.record_consent import ConsentRecorded, record_consent
from workflows.settle_withdrawal import WithdrawalSettled, settle_withdrawal
from workflows.show_withdrawn import Running, show_withdrawn
from workflows.take_back_consents import take_back_consents
from workflows.withdraw_consent import ConsentWithdrawn, withdraw_consent

DAY = date(2025, 9, 1)
LAST = DAY + DESTROY_WITHIN
NEXT_DAY = FIRST_OF_SEPTEMBER + timedelta(days=1)


def withdrawn(tx: Connection, person: Player, kind: ConsentKind) -> ConsentWithdrawn:
    if kind != "personal-data":  # the cast has signed that one
        consent(tx, person, kind)
    done = withdraw_consent(tx, by=operator(), person_id=person.id, kind=kind, on=DAY)
    assert isinstance(done, ConsentWithdrawn)
    return done


def owed(tx: Connection, consent_id: int) -> list[tuple[str, str, date]]:
    wanted = (
        select(tasks.c.kind, obligations.c.status, obligations.c.due_on)
        .join(tasks, tasks.c.id == obligations.c.subject_id)
        .where(obligations.c.subject_kind == "task", tasks.c.consent_id == consent_id)
    )
    return [(kind, status, due) for kind, status, due in tx.execute(wanted)]


@pytest.mark.parametrize("kind", list(ASKED_BY_WITHDRAWAL))
def test_every_kind_has_thirty_days(database: Database, kind: ConsentKind) -> None:
    with database.write() as tx:
        cast = district(tx)
        done = withdrawn(tx, cast.mentee, kind)
        [row] = consents.by_ids(tx, [done.id])
        asked = owed(tx, done.id)
        listed = [one.row.consent_id for one in show_withdrawn(tx, Scope(paths=(cast.school.path,)))]
    assert asked == [(ASKED_BY_WITHDRAWAL[row.kind], "open", LAST)]
    assert (done.settle_by, row.destroy_by, listed) == (LAST, LAST, [done.id])
    assert done.erase_by == (LAST if kind == "personal-data" else None)


@pytest.mark.parametrize("kind", ["photo", "mentoring-duty"])
def test_what_was_done_closes_it_once(database: Database, kind: ConsentKind) -> None:
    with database.write() as tx:
        cast = district(tx)
        done = withdrawn(tx, cast.mentee, kind)
        by = cast.curator.acts(NEXT_DAY)
        settled = settle_withdrawal(tx, by=by, consent_id=done.id, done="снято с сайта")
        [row] = consents.by_ids(tx, [done.id])
        assert settled == WithdrawalSettled(done.id, cast.mentee.id, row.kind)
        assert [status for _, status, _ in owed(tx, done.id)] == ["done"]
        assert row.destroyed_on == date(2025, 9, 2)
        [line] = [each for each in journal.entries(tx, cast.school.id) if each.verb == "consent.settle"]
        assert line.words == {"done": "снято с сайта"}
        assert show_withdrawn(tx, EVERYTHING) == ()
        with pytest.raises(BadInput):
            settle_withdrawal(tx, by=by, consent_id=done.id, done="снято с сайта")


def test_personal_data_are_settled_by_erasing_only(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        done = withdrawn(tx, cast.mentee, "personal-data")
        with pytest.raises(BadInput) as error:
            settle_withdrawal(tx, by=operator(NEXT_DAY), consent_id=done.id, done="удалено")
        assert "person erase" in str(error.value)
        assert [status for _, status, _ in owed(tx, done.id)] == ["open"]


@pytest.mark.parametrize(("who", "done"), [("mentor", "снято"), ("outsider", "снято"), ("curator", "  ")])
def test_who_may_not_and_who_says_nothing(database: Database, who: str, done: str) -> None:
    with database.write() as tx:
        cast = district(tx)
        gone = withdrawn(tx, cast.mentee, "photo")
        by = getattr(cast, who).acts(NEXT_DAY)
        try:
            outcome: object = settle_withdrawal(tx, by=by, consent_id=gone.id, done=done)
        except BadInput as error:
            outcome = error
        assert isinstance(outcome, BadInput | Refused)
        assert [status for _, status, _ in owed(tx, gone.id)] == ["open"]


def test_a_new_consent_closes_it_and_taking_that_back_opens_it(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        gone = withdrawn(tx, cast.mentee, "photo")
        again = record_consent(
            tx, by=operator(NEXT_DAY), person_id=cast.mentee.id, kind="photo", signed_on=date(2025, 9, 2)
        )
        assert isinstance(again, ConsentRecorded)
        assert [status for _, status, _ in owed(tx, gone.id)] == ["done"]
        take_back_consents(tx, by=operator(NEXT_DAY), consent_ids=[again.id])
        assert [status for _, status, _ in owed(tx, gone.id)] == ["open"]


def test_erasing_closes_every_question(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        gone = [withdrawn(tx, cast.mentee, "photo"), withdrawn(tx, cast.mentee, "personal-data")]
        assert isinstance(erase_person(tx, by=operator(NEXT_DAY), person_id=cast.mentee.id), PersonErased)
        assert [status for one in gone for _, status, _ in owed(tx, one.id)] == ["done", "done"]


def test_where_somebody_is_shown_is_told(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        _shown_at(tx, cast)
        withdrawn(tx, cast.mentee, "photo")
        [one] = show_withdrawn(tx, EVERYTHING)
    assert [(each.kind, each.title) for each in one.shown] == [
        ("event", "Нетворкинг"),
        ("article", "Наш урок"),
        ("practice", "Открытый урок"),
    ]


def test_the_pairs_a_mentor_leads_are_told(database: Database) -> None:
    told = story(database)
    pair_id = told.form().id
    with database.write() as tx:
        withdraw_consent(tx, by=operator(), person_id=told.cast.mentor.id, kind="mentoring-duty", on=DAY)
        found: tuple[Running, ...] = show_withdrawn(tx, EVERYTHING)
    assert [pair for one in found for pair, _ in one.pairs] == [pair_id]


def _shown_at(tx: Connection, cast: District) -> None:
    """An event attended, one missed and one called off; an article, one taken back; a practice sent and a draft."""
    for at, (title, held, off, came) in enumerate(
        [("Нетворкинг", DAY, None, True), ("Игра", DAY, None, False), ("Совет", None, DAY, None)], 1
    ):
        values = {"organisation_id": cast.school.id, "kind": "other", "title": title, "planned_on": DAY}
        more = {"level": "school", "at_time": "", "minutes": 60, "place": "", "note": "", "uid": str(at)}
        rest = {"held_on": held, "called_off_on": off, "sequence": 0, "version": 1}
        event_id = tx.execute(insert(events).values(values | more | rest).returning(events.c.id)).scalar_one()
        person = {"event_id": event_id, "person_id": cast.mentee.id, "role": "participant", "came": came}
        tx.execute(insert(event_people).values(person | {"result": "", "certificate": ""}))
    for title, taken_back in (("Наш урок", None), ("Ошибка", FIRST_OF_SEPTEMBER)):
        values = {"organisation_id": cast.school.id, "person_id": cast.mentee.id, "kind": "article", "title": title}
        more = {"url": "https://s5.example/1", "published_on": DAY, "at": FIRST_OF_SEPTEMBER}
        tx.execute(insert(articles).values(values | more | {"withdrawn_at": taken_back}))
    for title, state in (("Открытый урок", "sent"), ("Черновик", "draft")):
        values = {"organisation_id": cast.school.id, "author_id": cast.mentee.id, "title": title, "state": state}
        more = {"summary": "", "body": "", "form": "", "year": 2025, "tags": "", "url": "", "result": ""}
        tx.execute(
            insert(practices).values(values | more | {"search_key": title, "at": FIRST_OF_SEPTEMBER, "version": 1})
        )
