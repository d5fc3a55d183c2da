"""An organisation's own words: what may be written, and how it comes out in a letter."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from engine.letter_texts import KINDS, PLACEHOLDERS, LetterWords, faults
from notifications.content import DateMoved, DueToday, LetterContent
from notifications.placeholders import values
from notifications.render import render
from tests.support.letters import every_kind

EDITABLE = [content for content in every_kind() if content.kind in KINDS]


class _Text(HTMLParser):
    """The tags and the visible text of a letter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def letter(kind: str) -> LetterContent:
    return next(content for content in EDITABLE if content.kind == kind)


def test_every_kind_but_the_test_letter_may_be_worded() -> None:
    assert {content.kind for content in EDITABLE} == set(KINDS)


@pytest.mark.parametrize("content", EDITABLE, ids=lambda content: content.kind)
def test_every_placeholder_of_a_kind_has_its_value(content: LetterContent) -> None:
    assert set(values(content)) >= set(KINDS[content.kind].names)
    assert set(PLACEHOLDERS) >= set(KINDS[content.kind].names)


def test_every_placeholder_is_offered_somewhere() -> None:
    assert {name for kind in KINDS.values() for name in kind.names} == set(PLACEHOLDERS)


def test_own_words_replace_ours_part_by_part() -> None:
    ours, content = render(letter("reminder")), letter("reminder")
    changed = render(content, LetterWords(opening="Добрый день, {{ name }}!\nЖдём до {{ due }}.\n\nСпасибо!"))
    assert changed.subject == ours.subject
    assert "Добрый день, Анна Сергеевна!\nЖдём до 25 сентября 2026 г.\n\nСпасибо!" in changed.text.replace(
        "\u00a0", " "
    )
    assert "Напоминаем заранее" in ours.text
    assert "Напоминаем заранее" not in changed.text
    assert "Если уже сделано" in changed.text
    assert "<p>Добрый день, Анна Сергеевна!<br>Ждём" in changed.html


def test_what_must_stand_in_a_letter_stays() -> None:
    words = LetterWords("Просим помочь", "Здравствуйте.", "До свидания.")
    said = render(letter("escalation_municipality"), words)
    assert said.subject == "Просим помочь"
    assert "Имена участников не передаются" in said.text
    assert "Почему пришло это письмо" in said.text
    assert "https://" in said.text


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    words = LetterWords(subject="Пара {{ pair_number }}", opening="Пара: {{ pair }}\nДело: {{ task }}")
    content = letter("due_today")
    assert isinstance(content, DueToday)
    content = replace(content, task=replace(content.task, pair=None))
    said = render(content, words)
    assert "Пара:" not in said.text
    assert "Дело: " in said.text
    assert said.subject == render(content).subject


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "{% for x in range(9) %}{{ name }}{% endfor %}",
        "{# тишина #}",
        "${7*7} #{7*7} <%= 7*7 %>",
        "<img src=x onerror=alert(1)>&amp;",
    ],
)
def test_markup_and_template_syntax_come_out_as_text(typed: str) -> None:
    words = LetterWords(subject=typed, opening=typed, closing=typed)
    assert faults("reminder", words) == ()
    said = render(letter("reminder"), words)
    shown = typed.replace("{{ name }}", "Анна Сергеевна")
    assert said.subject == shown
    assert said.text.count(shown) == 2
    page = _Text(said.html)
    assert page.text.count(shown) == 4  # title, heading, opening, closing
    assert page.tags == _Text(render(letter("reminder")).html).tags


def test_a_value_is_never_read_as_a_placeholder() -> None:
    content = letter("date_moved")
    assert isinstance(content, DateMoved)
    hostile = replace(content, why="{{ name }}")
    assert "Почему: {{ name }}" in render(hostile, LetterWords(opening="Почему: {{ why }}")).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("opening", "{{ 7*7 }}"),
        ("opening", "{{ name.__class__ }}"),
        ("opening", "{{ password }}"),
        ("opening", "{{ name"),
        ("subject", "{{ days_left }}"),
        ("subject", "две\nстроки"),
        ("subject", "ж" * 121),
        ("closing", "ж" * 2001),
        ("closing", "до 11 декабря"),
        ("closing", "до 25.09.2026"),
        ("closing", "до 25.9.26"),
        ("closing", "by December 11"),
        ("closing", "2026–2027 учебный год"),
        ("closing", "2026-09-25"),
    ],
)
def test_what_may_not_be_written_is_said_beside_its_field(field: str, typed: str) -> None:
    assert {one.field for one in faults("digest", LetterWords(**{field: typed}))} == {field}


@pytest.mark.parametrize(
    "typed", ["п. 3.10", "№ 12.05", "тел. 8 (8332) 64-20-20", "10–11 класс", "до 18:30", "индекс 610020", "в 2 раза"]
)
def test_numbers_that_are_no_days_may_be_written(typed: str) -> None:
    assert faults("digest", LetterWords(opening=typed)) == ()
