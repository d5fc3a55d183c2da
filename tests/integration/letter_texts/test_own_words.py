"""An organisation words its letters: who may, what holds where, what really goes, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from engine.letter_texts import BUILT_IN, KINDS, LetterWords
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import journal
from storage.database import Database
from storage.organisations import OrganisationRow
from tests.support.cast import District, Player, district, operator
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.change_letter_text import LetterTextChanged, change_letter_text, take_back_letter_text
from workflows.preview_letter_text import LetterPreview, preview_letter_text, show_letter_text, worded_kinds

KIROV = ZoneInfo("Europe/Kirov")
OURS = "Напоминаем заранее"
HOSTILE = "<b>{{ name }}</b> {% raw %} {{ name }} & ={{ name }}"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KIROV).astimezone(UTC)


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


@pytest.fixture
def cast(running: Installation) -> District:
    with running.database.write() as tx:
        made = district(tx)
        applied = apply_roadmap(tx, by=operator(), organisation_id=made.school.id, template_key="s1-teachers-2025")
        assert isinstance(applied, Applied)
    return made


def word(
    running: Installation,
    who: Player,
    where: OrganisationRow,
    words: LetterWords,
    *,
    kind: str = "reminder",
    seen: int = 0,
) -> LetterTextChanged:
    with running.database.write() as tx:
        made = change_letter_text(
            tx, by=who.acts(), organisation_id=where.id, kind=kind, language="ru", words=words, seen=seen
        )
    assert isinstance(made, LetterTextChanged)
    return made


def first_reminder(running: Installation) -> tuple[str, str]:
    """Text and HTML of the first letter ahead of time."""
    running.play(local("2025-09-03T23:00"))
    found = next(one for one in running.recorder.letters if "Через" in one.subject or "Скоро" in one.subject)
    text, html = (found.message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content()


def test_a_delivered_letter_speaks_the_organisations_words(running: Installation, cast: District) -> None:
    word(running, cast.curator, cast.school, LetterWords(opening="Добрый день!\nЖдём: {{ task }}"))
    text, html = first_reminder(running)
    assert "Добрый день!\nЖдём: " in text
    assert "<p>Добрый день!<br>Ждём: " in html
    assert OURS not in text + html


def test_words_hold_below_until_somebody_nearer_speaks(running: Installation, cast: District) -> None:
    word(running, cast.administrator, cast.municipality, LetterWords(opening="Район просит."))
    with running.database.read() as tx:
        shown = show_letter_text(
            tx, by=cast.curator.acts(), organisation_id=cast.school.id, kind="reminder", language="ru"
        )
        assert not isinstance(shown, Refused)
        assert (shown.above, shown.inherited.opening, shown.version) == (cast.municipality.name, "Район просит.", 0)
        assert worded_kinds(tx, cast.school.id) == {"reminder": False}
    word(running, cast.curator, cast.school, LetterWords(opening="Школа просит."))
    text, _ = first_reminder(running)
    assert "Школа просит." in text
    assert "Район просит." not in text


def test_taking_words_back_returns_to_those_above(running: Installation, cast: District) -> None:
    word(running, cast.administrator, cast.municipality, LetterWords(opening="Район просит."))
    made = word(running, cast.curator, cast.school, LetterWords(opening="Школа просит."))
    with running.database.write() as tx:
        back = take_back_letter_text(
            tx,
            by=cast.curator.acts(),
            organisation_id=cast.school.id,
            kind="reminder",
            language="ru",
            seen=made.version,
        )
    assert isinstance(back, LetterTextChanged)
    text, _ = first_reminder(running)
    assert "Район просит." in text


def test_hostile_words_are_only_words(running: Installation, cast: District) -> None:
    word(running, cast.curator, cast.school, LetterWords(opening=HOSTILE, closing="<script>alert(1)</script>"))
    text, html = first_reminder(running)
    assert "{% raw %}" in text
    assert "<script" not in html
    assert "<b>" not in html.partition("<p>")[2].partition("{% raw %}")[0]
    assert "&lt;b&gt;" in html


def test_of_two_who_change_the_words_the_second_is_told(running: Installation, cast: District) -> None:
    word(running, cast.curator, cast.school, LetterWords(opening="Первый"))
    with pytest.raises(ChangedMeanwhile):
        word(running, cast.director, cast.school, LetterWords(opening="Второй"))
    again = word(running, cast.director, cast.school, BUILT_IN, seen=1)
    assert again.version == 2
    with pytest.raises(ChangedMeanwhile):
        word(running, cast.curator, cast.school, LetterWords(opening="Третий"), seen=1)


def test_the_journal_knows_who_changed_which_words(running: Installation, cast: District) -> None:
    word(running, cast.curator, cast.school, LetterWords(subject="Просим: {{ task }}"))
    with running.database.read() as tx:
        line = journal.entries(tx, cast.school.id, limit=1)[0]
    assert line.verb == "letter_text.change"
    assert line.actor_id == cast.curator.id
    assert line.facts == {"kind": "reminder", "language": "ru", "version": 1, "own": True}
    assert line.words["subject"] == "Просим: {{ task }}"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("opening", "до 11 декабря"),
        ("closing", "{{ 7*7 }}"),
        ("subject", "звонок\x07"),
        ("opening", "перевёрнуто\u202eтут"),
        ("opening", "нуль\x00"),
    ],
)
def test_what_may_not_be_written_is_not_stored(running: Installation, cast: District, field: str, typed: str) -> None:
    with pytest.raises(BadInput) as told:
        word(running, cast.curator, cast.school, LetterWords(**{field: typed}))
    assert told.value.field == field
    with running.database.read() as tx:
        assert worded_kinds(tx, cast.school.id) == {}


def test_a_mentor_and_an_outsider_change_nothing(running: Installation, cast: District) -> None:
    told: dict[str, Any] = {"kind": "reminder", "language": "ru", "words": LetterWords("Тема"), "seen": 0}
    with running.database.write() as tx:
        mine = change_letter_text(tx, by=cast.mentor.acts(), organisation_id=cast.school.id, **told)
        with pytest.raises(BadInput):
            change_letter_text(tx, by=cast.outsider.acts(), organisation_id=cast.school.id, **told)
    assert isinstance(mine, Refused)


def preview(tx: Connection, cast: District, kind: str, where: OrganisationRow, who: Player) -> LetterPreview:
    made = preview_letter_text(
        tx,
        by=who.acts(),
        organisation_id=where.id,
        kind=kind,
        language="ru",
        words=LetterWords(opening="Сейчас: {{ today }}"),
        base_url="http://localhost:8000",
    )
    assert isinstance(made, LetterPreview)
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_previewed_over_real_data(database: Database, kind: str) -> None:
    with database.write() as tx:
        story = Story(database, district(tx), 0)
    story.start()
    story.form()
    with database.read() as tx:
        made = preview(tx, story.cast, kind, story.cast.school, story.cast.curator)
    assert made.pair == 1
    assert made.task is not None
    assert "Сейчас: " in made.letter.text
    if kind not in ("escalation_municipality",):
        assert "Иванова" in made.letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_without_data_the_example_is_invented(running: Installation, kind: str) -> None:
    with running.database.write() as tx:
        bare = district(tx)
        made = preview(tx, bare, kind, bare.municipality, bare.administrator)
    assert (made.pair, made.task) == (None, None)
    assert "Сейчас: " in made.letter.text
    assert "Иванова" not in made.letter.text
