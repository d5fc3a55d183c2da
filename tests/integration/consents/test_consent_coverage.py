"""Who of a programme lacks which consent; blanks with the people's data; letters that ask for a signature."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from documents.consent_blanks import consent_blanks
from engine.consent_texts import BLANK, FilledText
from engine.refusals import BadInput, Refused
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.organisations import people
from tests.support.cast import consent
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.print_consents import blank_for, blanks_missing
from workflows.remind_of_consents import ConsentsAsked, remind_of_consents
from workflows.show_consents import ConsentsPage, show_consents
from workflows.withdraw_consent import withdraw_consent

TEN = datetime(2025, 9, 2, 7, tzinfo=UTC)


@pytest.fixture
def told(database: Database) -> Story:
    """A mentor and a pupil in a pair; nobody has signed anything."""
    made = story(database, consents=False)
    made.form(mentee_ids=[made.cast.pupil.id])
    return made


def page_of(told: Story) -> ConsentsPage:
    return told.read(lambda tx: show_consents(tx, by=told.by, programme_id=told.programme_id))


def blanks(told: Story, **asked: object) -> tuple[FilledText, ...]:
    found = told.read(lambda tx: blanks_missing(tx, by=told.by, programme_id=told.programme_id, **asked))  # type: ignore[arg-type]  # the kind
    assert not isinstance(found, Refused)
    return found


class TestCoverage:
    def test_everybody_with_what_they_lack(self, told: Story) -> None:
        page = page_of(told)
        lacking = {one.name.split()[0]: one.lacks for one in page.lines}
        assert lacking == {
            "Иванова": ("personal-data", "mentoring-duty"),
            "Соколов": ("personal-data",),
            "Смирнов": ("personal-data",),  # a mentee by his role, without a pair yet
        }
        assert (page.covered, page.people, page.by_kind("mentoring-duty")) == (0, 3, (0, 1))

    def test_a_minor_stands_with_who_signs(self, told: Story) -> None:
        pupil = next(one for one in page_of(told).lines if one.minor)
        assert pupil.representative == (told.cast.parent.id, told.cast.parent.name)

    def test_signatures_fill_it_up_to_all(self, told: Story) -> None:
        with told.database.write() as tx:
            for one in (told.cast.mentor, told.cast.pupil, told.cast.mentee):
                consent(tx, one, "personal-data")
            consent(tx, told.cast.mentor, "mentoring-duty")
        page = page_of(told)
        assert (page.covered, page.people, page.missing) == (3, 3, ())

    def test_the_statements_do_not_grow_with_the_people(self, sqlite_database: Database) -> None:
        told = story(sqlite_database, consents=False)
        told.form()

        def statements() -> int:
            with told.database.read() as tx, counted(tx) as seen:
                show_consents(tx, by=told.by, programme_id=told.programme_id)
            return len(seen)

        few = statements()
        for number in range(5):
            told.newcomer(f"Новикова Анна {number}", duty=False)
        assert statements() == few

    def test_a_programme_out_of_sight_is_unknown(self, told: Story) -> None:
        told.who = told.cast.outsider
        with pytest.raises(BadInput):
            page_of(told)


class TestBlanks:
    def test_each_missing_one_is_a_document_of_its_own(self, told: Story) -> None:
        titles = [one.title for one in blanks(told)]
        assert len(titles) == 5  # three to data, the duty with its agreement
        assert sum("представителя" in title for title in titles) == 1
        assert sum("Дополнительное соглашение" in title for title in titles) == 1

    def test_the_data_stand_in_them(self, told: Story) -> None:
        told_all = [" ".join(one.paragraphs) for one in blanks(told)]
        minor = next(one for one in told_all if "законный представитель (" in one)
        duty = next(one for one in told_all if one.startswith("Я, Иванова") and "351.8" in one)
        assert minor.startswith("Я, Соколова Вера Павловна")
        assert "Соколов Лев Игоревич" in minor
        assert "Школа № 5" in minor
        assert "Соколов Лев Игоревич" in duty
        assert "Срок: с 01.09.2025 по 31.05.2026" in duty
        assert BLANK in minor  # nobody knows the address

    def test_the_file_opens_and_begins_each_on_a_new_page(self, told: Story) -> None:
        document = Document(BytesIO(consent_blanks(blanks(told))))
        breaks = [one for one in document.paragraphs if one.paragraph_format.page_break_before]
        assert len(breaks) == 4
        assert "{{" not in "\n".join(one.text for one in document.paragraphs)

    def test_a_hostile_name_stays_text(self) -> None:
        nasty = "=1+1 <w:p/> {{ name }} \x07 &amp;"
        document = Document(BytesIO(consent_blanks([FilledText("Т", (nasty,), ("",))])))
        assert document.paragraphs[1].text == nasty.replace("\x07", "\N{REPLACEMENT CHARACTER}")

    def test_nothing_missing_is_refused(self, told: Story) -> None:
        with told.database.write() as tx:
            for one in (told.cast.mentor, told.cast.pupil, told.cast.mentee):
                consent(tx, one, "personal-data")
            consent(tx, told.cast.mentor, "mentoring-duty")
        found = told.read(lambda tx: blanks_missing(tx, by=told.by, programme_id=told.programme_id))
        assert isinstance(found, Refused)
        assert len(blanks(told, kind="photo")) == 3

    def test_one_person_one_kind(self, told: Story) -> None:
        found = told.read(
            lambda tx: blank_for(tx, by=told.by, person_id=told.cast.mentor.id, kind="mentoring-agreement")
        )
        assert not isinstance(found, Refused)
        assert [one.sides for one in found] == [("Громов Пётр Ильич", "Иванова Мария Петровна")]

    def test_a_mentor_prints_nobodys(self, told: Story) -> None:
        told.who = told.cast.mentor
        found = told.run(blank_for, person_id=told.cast.mentee.id, kind="photo")
        assert isinstance(found, Refused)


class TestLetters:
    @pytest.fixture
    def running(self, database: Database) -> Iterator[Installation]:
        with installation(database) as made:
            yield made

    @pytest.fixture
    def asked(self, running: Installation) -> Story:
        made = story(running.database, consents=False)
        made.form(mentee_ids=[made.cast.pupil.id])
        with running.database.write() as tx:
            done = remind_of_consents(tx, by=made.cast.curator.acts(TEN), programme_id=made.programme_id)
        assert done == ConsentsAsked(made.programme_id, letters=3, left_out=0)
        return made

    def letters_of(self, running: Installation, kind: str) -> dict[str, str]:
        with running.database.read() as tx:
            rows = tx.execute(
                select(people.c.email, letters.c.state)
                .join(letters, letters.c.recipient_id == people.c.id)
                .where(letters.c.kind == kind)
            ).all()
        return {row.email: row.state for row in rows}

    def test_who_must_sign_is_asked_once_a_day_and_the_parent_for_the_child(
        self, running: Installation, asked: Story
    ) -> None:
        with running.database.write() as tx:
            again = remind_of_consents(tx, by=asked.cast.curator.acts(TEN), programme_id=asked.programme_id)
        assert isinstance(again, ConsentsAsked)
        assert again.letters == 0
        running.tick(TEN, only="deliver")
        sent = self.letters_of(running, "consent_wanted")
        assert sent == dict.fromkeys(["mentor@school.test", "mentee@school.test", "parent@school.test"], "sent")

    def test_a_letter_whose_consent_came_meanwhile_does_not_go(self, running: Installation, asked: Story) -> None:
        with running.database.write() as tx:
            consent(tx, asked.cast.mentee, "personal-data", at=TEN.replace(minute=5))
        running.tick(TEN.replace(minute=6), only="deliver")
        sent = self.letters_of(running, "consent_wanted")
        assert (sent["mentee@school.test"], sent["parent@school.test"]) == ("cancelled", "sent")

    def test_a_withdrawal_stops_everything_but_this_within_one_tick(self, running: Installation) -> None:
        made = story(running.database)
        made.form()
        made.paper("order", "pairing")
        made.move("acquaint")
        running.play(made.at)
        with running.database.write() as tx:
            withdraw_consent(tx, by=made.by, person_id=made.cast.mentee.id, kind="personal-data")
            remind_of_consents(tx, by=made.cast.curator.acts(made.at), programme_id=made.programme_id)
        running.tick(TEN)
        with running.database.read() as tx:
            rows = tx.execute(
                select(letters.c.kind, letters.c.state).where(letters.c.recipient_id == made.cast.mentee.id)
            ).all()
        gone = {kind for kind, state in rows if state == "sent"}
        stopped = {kind for kind, state in rows if state == "cancelled"}
        assert gone == {"consent_wanted"}
        assert "stage_opened" in stopped
