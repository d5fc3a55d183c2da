"""Every kind of letter in both languages: complete, kind to small screens, with one link and the reason why it came."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from engine.refusals import BadInput
from engine.words import Language
from notifications.content import (
    Count,
    Digest,
    DueToday,
    EscalationMunicipality,
    Kind,
    LetterContent,
    ReaderRole,
    Reminder,
    Task,
)
from notifications.render import LETTERS, Rendered, render
from notifications.translation import catalogue
from notifications.wording import NBSP
from tests.support.letters import AHEAD, COUNT, LATE, LINK, PAIR, REVIEW, SCHOOL, TODAY, every_kind, reader

LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS: tuple[Kind, ...] = get_args(Kind)
IN_BOTH = [pytest.param(letter, id=f"{letter.kind}-{lang}") for lang in LANGUAGES for letter in every_kind(lang)]
CYRILLIC = re.compile("[А-Яа-яЁё]")


class Page(HTMLParser):
    """The links of a page, its visible text, and the tags left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "background")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def test_a_kind_is_a_class_and_a_folder() -> None:
    folders = {path.name for path in LETTERS.iterdir() if path.is_dir()} - {"layout"}
    assert folders == set(KINDS) == {letter.kind for letter in every_kind()}
    for kind in KINDS:
        assert {path.name for path in (LETTERS / kind).iterdir()} == {"subject.txt", "body.txt", "body.html", "en.po"}


@pytest.mark.parametrize("letter", IN_BOTH)
class TestEveryLetter:
    def test_one_link_and_no_picture(self, letter: LetterContent) -> None:
        rendered = render(letter)
        page = Page(rendered.html)
        assert page.links == [LINK]
        assert page.open == []
        assert re.findall(r"https?://\S+", rendered.text) == [LINK]
        assert "url(" not in rendered.html
        assert "<img" not in rendered.html

    def test_greeting_reason_and_sender(self, letter: LetterContent) -> None:
        rendered = render(letter)
        why = "Почему пришло это письмо:" if letter.to.language == "ru" else "Why you got this letter:"
        for said in (rendered.text, Page(rendered.html).text):
            assert "Анна Сергеевна" in said
            assert why in said
            assert SCHOOL.replace(" 5", f"{NBSP}5") in said

    def test_for_dark_screens_and_narrow_ones(self, letter: LetterContent) -> None:
        html = render(letter).html
        assert '<meta name="color-scheme" content="light dark">' in html
        assert "prefers-color-scheme:dark" in html
        assert "width=device-width" in html
        assert not re.search(r"(?<!max-)(?<!-)width:\d", html), "a fixed width"
        assert f'<html lang="{letter.to.language}">' in html

    def test_subject_is_one_short_line(self, letter: LetterContent) -> None:
        subject = render(letter).subject
        assert subject == " ".join(subject.split(" "))
        assert subject.isprintable() or NBSP in subject
        assert 5 < len(subject) < 130
        assert not re.search(r"[\r\n\t]", subject)

    def test_typography(self, letter: LetterContent) -> None:
        rendered = render(letter)
        said = rendered.subject + rendered.text + Page(rendered.html).text
        assert not re.search(r"№ |\d (?:рабоч|дн|день|г\.|сентября|September)|[А-Я]\. [А-Я]| —", said)
        assert ".." not in said
        assert "  " not in rendered.subject

    def test_text_and_html_say_the_same(self, letter: LetterContent) -> None:
        rendered = render(letter)
        assert sentences(rendered.text) <= sentences(Page(rendered.html).text) | {LINK}


def sentences(text: str) -> set[str]:
    """The lines of a letter, without list marks, the link and the line that only divides."""
    lines = (re.sub(r"^[•—]\s*|:? https?://\S+|:$", "", line.strip()) for line in text.splitlines())
    return {line for line in lines if line}


@pytest.mark.parametrize("letter", every_kind("en"), ids=lambda letter: letter.kind)
def test_english_letters_hold_only_the_schools_own_russian(letter: LetterContent) -> None:
    rendered = render(english_data(letter))
    assert not CYRILLIC.search(rendered.subject + rendered.text + rendered.html)


def english_data(value: object) -> "LetterContent":
    """The same letter with all Russian data replaced, so that what is left in Russian came from the templates."""

    def changed(inner: object) -> object:
        match inner:
            case str():
                return CYRILLIC.sub("x", inner)
            case tuple():
                return tuple(map(changed, inner))
            case _ if hasattr(inner, "__dataclass_fields__"):
                return replace(inner, **{f.name: changed(getattr(inner, f.name)) for f in fields(inner)})  # type: ignore[type-var, arg-type]  # any dataclass
            case _:
                return inner

    return changed(value)  # type: ignore[return-value]  # same class as given


def extracted() -> Iterator[tuple[str, str]]:
    """(folder, sentence) of every {% trans %} in the letters."""
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    method = [("**.txt", "jinja2"), ("**.html", "jinja2")]
    found = extract_from_dir(str(LETTERS), method_map=method, options_map={"**.txt": options, "**.html": options})
    for path, _, sentence, _, _ in found:
        yield Path(path).parts[0], str(sentence)


class TestCatalogue:
    def test_each_folder_translates_its_own_sentences_and_no_others(self) -> None:
        wanted: dict[str, set[str]] = {path.name: set() for path in LETTERS.iterdir() if path.is_dir()}
        for folder, sentence in extracted():
            wanted[folder].add(sentence)
        for folder, said in wanted.items():
            with (LETTERS / folder / "en.po").open("rb") as file:
                translated = {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id}
            assert set(translated) == said, folder
            for russian, english in translated.items():
                assert english, russian
                assert not CYRILLIC.search(english)
                assert names(russian) == names(english), russian

    def test_the_source_language_is_russian(self) -> None:
        for _, sentence in extracted():
            assert CYRILLIC.search(sentence), sentence

    def test_two_folders_must_agree(self, tmp_path: Path) -> None:
        for folder, english in (("a", "Open"), ("b", "Show")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "en.po").write_text(f'msgid "Открыть"\nmsgstr "{english}"\n')
        with pytest.raises(ValueError, match="differently"):
            catalogue(tmp_path, "en")


def names(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


class TestAboveTheSchool:
    def test_no_participant_is_named(self) -> None:
        where = {"organisation": "Управление образования", "link": LINK, "today": TODAY}
        to = reader("administrator")
        for letter in (
            EscalationMunicipality(to=to, count=COUNT, **where),  # type: ignore[arg-type]  # a shared part of arguments
            Digest(to=to, counts=(COUNT, COUNT), **where),  # type: ignore[arg-type]  # the same part
        ):
            said = render(letter)
            assert "Иванова" not in said.text + said.html
            assert f"пары №{NBSP}2, 5" in said.text
            assert f"2{NBSP}просрочки" in said.text

    def test_what_is_said_there_cannot_hold_a_name(self) -> None:
        assert {field.name for field in fields(Count)} == {
            "title", "organisation", "count", "due_on", "days_late", "number", "pair_numbers"
        }  # fmt: skip


class TestTasks:
    @pytest.mark.parametrize(
        ("due_on", "days_late", "russian", "english"),
        [
            (date(2026, 9, 19), 0, "срок завтра, 19 сентября 2026 г.", "due tomorrow, 19 September 2026"),
            (date(2026, 9, 20), 0, "срок через 2 дня, 20 сентября 2026 г.", "due in 2 days, 20 September 2026"),
            (date(2026, 10, 2), 0, "срок через 14 дней, 2 октября 2026 г.", "due in 14 days, 2 October 2026"),
            (TODAY, 0, "срок сегодня, 18 сентября 2026 г.", "due today, 18 September 2026"),
            (date(2026, 9, 17), 0, "срок был 17 сентября 2026 г.", "was due 17 September 2026"),
            (
                date(2026, 9, 17),
                1,
                "срок был 17 сентября 2026 г., опоздание 1 рабочий день",
                "was due 17 September 2026, 1 working day late",
            ),
            (
                date(2026, 9, 11),
                5,
                "срок был 11 сентября 2026 г., опоздание 5 рабочих дней",
                "was due 11 September 2026, 5 working days late",
            ),
        ],
    )
    def test_when(self, due_on: date, days_late: int, russian: str, english: str) -> None:
        task = Task(title="x", due_on=due_on, days_late=days_late)
        for language, expected in (("ru", russian), ("en", english)):
            letter = Digest(to=reader("mentor", language), organisation=SCHOOL, link=LINK, today=TODAY, tasks=(task,))  # type: ignore[arg-type]  # a Literal in a loop
            assert expected in lines(render(letter))

    def test_the_first_promise_is_shown_only_when_it_was_moved(self) -> None:
        moved = self.text(LATE)
        assert "первый срок — 11 сентября 2026 г." in moved
        assert "первый срок" not in self.text(replace(LATE, first_due_on=LATE.due_on))

    def test_a_digest_is_sorted_by_urgency(self) -> None:
        letter = Digest(to=reader("curator"), organisation=SCHOOL, link=LINK, today=TODAY, tasks=(AHEAD, LATE))
        text = render(letter).text
        assert text.index("Срок прошёл:") < text.index(LATE.title) < text.index("Впереди:") < text.index(AHEAD.title)
        assert "Сегодня:" not in text
        assert render(letter).subject.replace(NBSP, " ") == "Сводка на 18 сентября 2026 г.: 2 дела"

    @staticmethod
    def text(task: Task) -> str:
        letter = Reminder(to=reader("mentor"), organisation=SCHOOL, link=LINK, today=TODAY, task=task)
        return render(letter).text.replace(NBSP, " ")


def lines(rendered: Rendered) -> list[str]:
    return rendered.text.replace(NBSP, " ").splitlines()


class TestWhatPeopleWrote:
    EVIL = '<script>alert("1")</script>\r\nBcc: x & {{ y }} {% z %}'

    def test_stays_text(self) -> None:
        task = Task(title=self.EVIL, due_on=TODAY, pair=replace(PAIR, mentor=self.EVIL), holder=self.EVIL)
        letter = Reminder(
            to=replace(reader("mentor"), name=self.EVIL), organisation=self.EVIL, link=LINK, today=TODAY, task=task
        )
        rendered = render(letter)
        assert "<script" not in rendered.html
        assert "&lt;script&gt;" in rendered.html
        assert "\nBcc" not in rendered.text
        assert "\n" not in rendered.subject
        assert "{{ y }} {% z %}" in rendered.text

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "", "//elsewhere.example", "mailto:a@b.example"])
    def test_link_must_be_http(self, link: str) -> None:
        with pytest.raises(BadInput):
            Reminder(to=reader("mentor"), organisation=SCHOOL, link=link, today=TODAY, task=AHEAD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_its_reason(language: Language) -> None:
    roles: list[ReaderRole] = [role for part in get_args(ReaderRole) for role in get_args(part)]
    assert len(roles) == 12
    reasons = set[str]()
    for role in roles:
        to = replace(reader(role, language), name="", ward="Петров И. С.", deputises="Олег Ильич")
        text = render(Reminder(to=to, organisation=SCHOOL, link=LINK, today=TODAY, task=AHEAD)).text
        assert "Олег Ильич" in text
        assert text.startswith("Здравствуйте!\n" if language == "ru" else "Hello,\n")
        reasons.add(text.splitlines()[-2])
    assert len(reasons) == 12


def test_a_look_at_something_continuous_is_not_called_due() -> None:
    letter = DueToday(to=reader("curator"), organisation=SCHOOL, link=LINK, today=TODAY, task=REVIEW)
    words = render(letter)
    assert words.subject.startswith("Как идёт")
    assert "проверка за квартал" in words.text
    assert "срок" not in words.text
