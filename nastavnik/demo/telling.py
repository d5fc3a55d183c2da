"""What the demonstration says about its year: one JSON document, or tables for people."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from engine.lifecycle import OUTCOMES
from engine.permissions import ROLE_TITLES
from engine.words import Language, Words
from nastavnik.cli.output import Table
from nastavnik.cli.roadmap_answers import overdue_table
from nastavnik.demo.figures import Figures
from nastavnik.demo.folder import CLOCK, DATABASE, MAILDIR
from nastavnik.demo.play import FIRST_DAY, LAST_DAY, Played
from nastavnik.demo.sign_ins import PASSWORD
from workflows.answers.roadmaps import overdue_document
from workflows.definitions.lifecycle_files import lifecycle

_KINDS: Mapping[str, Words] = {
    "pair_formed": Words("пара сформирована", "pair formed"),
    "stage_opened": Words("начался этап", "stage opened"),
    "appointment": Words("приглашение на встречу", "invitation"),
    "appointment_off": Words("встреча отменена", "meeting called off"),
    "survey_opened": Words("просьба ответить на анкету", "a questionnaire asks"),
    "reminder": Words("срок впереди", "reminder"),
    "due_today": Words("срок сегодня", "due today"),
    "overdue": Words("срок прошёл", "overdue"),
    "escalation_curator": Words("просрочка — куратору", "overdue, to the curator"),
    "escalation_head": Words("просрочка — директору", "overdue, to the head"),
    "escalation_municipality": Words("просрочка — району", "overdue, to the municipality"),
    "digest": Words("сводка дня", "daily digest"),
    "date_moved": Words("срок перенесён", "date moved"),
    "move_refused": Words("пара задержалась", "move refused too long"),
    "pair_closed": Words("пара закрыта", "pair closed"),
    "correction": Words("поправка", "correction"),
    "test": Words("проверка почты", "test letter"),
}
_STATES: Mapping[str, Words] = {
    "sent": Words("ушло", "sent"),
    "failed": Words("не принято", "failed"),
    "uncertain": Words("неизвестно", "uncertain"),
    "held": Words("придержано", "held"),
    "queued": Words("ждёт", "queued"),
    "cancelled": Words("отменено", "cancelled"),
    "suppressed": Words("некому", "suppressed"),
    "superseded": Words("уступило", "superseded"),
}


def document(played: Played, figures: Figures, *, address: str | None) -> dict[str, Any]:
    """The same figures for scripts; nothing in it depends on the machine but the folder and the address."""
    return {
        "address": address,
        "folder": str(played.folder),
        "maildir": str(played.folder / MAILDIR),
        "database": str(played.folder / DATABASE),
        "from": FIRST_DAY,
        "to": LAST_DAY,
        "ticks": played.ticks,
        "sent": figures.sent,
        "letters": [dict(row) for row in figures.letters],
        "pairs": [dict(row) for row in figures.pairs],
        "obligations": [dict(row) for row in figures.obligations],
        "overdue": [overdue_document(one) for one in figures.overdue],
        "troubled": [dict(row) for row in figures.troubled],
        "silences": [dict(row) for row in figures.silences],
        "sign_ins": [asdict(one) for one in played.sign_ins],
        "chronicle": [{"on": one.on, "organisation": one.organisation, "what": one.what} for one in played.chronicle],
    }


def tables(figures: Figures, language: Language) -> Iterator[tuple[Words, Table]]:
    """The headed tables for people, in reading order."""
    yield Words("Письма", "Letters"), _letters(figures, language)
    yield Words("Пары", "Pairs"), _pairs(figures, language)
    yield (
        Words(f"Просрочено в районе на {LAST_DAY:%d.%m.%Y}", f"Overdue in the district on {LAST_DAY}"),
        overdue_table(figures.overdue),
    )
    yield Words("Письма, которые не дошли", "Letters that did not arrive"), _troubled(figures, language)
    yield Words("О чём промолчали и почему", "What was kept silent, and why"), _silences(figures, language)


def sign_ins(played: Played, language: Language) -> Table:
    """Who can sign in."""
    return Table(
        (
            Words("Кто", "Who"),
            Words("Где", "Where"),
            Words("Имя", "Name"),
            Words("Почта", "E-mail"),
            Words("Второй шаг", "Second step"),
        ),
        [(ROLE_TITLES[one.role].in_(language), one.place, one.name, one.email, one.totp) for one in played.sign_ins],
    )


def farewell(played: Played, *, address: str | None) -> Iterator[Words]:
    """Where to look further; `address` None: the pages are not open."""
    folder = played.folder
    yield Words("Почитать письма (Maildir, откроет любая почтовая программа):", "Read the letters (a Maildir):")
    yield _same(f"  mutt -f {folder / MAILDIR}")
    yield _same(f'  python3 -c "{_READER.format(maildir=folder / MAILDIR)}"')
    yield Words("Спросить программу, как в тот день:", "Ask the program as on that day:")
    yield _same(f"  export NASTAVNIK_DATA_DIR={folder} NASTAVNIK_CLOCK_FILE={folder / CLOCK}")
    yield _same("  nastavnik pair list; nastavnik pair history 2; nastavnik outbox list; nastavnik verify")
    if address is None:
        yield Words("Открыть всё это в браузере: nastavnik demo", "See all this in a browser: nastavnik demo")
        return
    yield Words(
        f"\nСтраницы открыты: {address} (остановить: Ctrl+C)\nПисьма, ссылки из них и все входы: {address}/mailbox"
        f"\nПароль у всех один: {PASSWORD}",
        f"\nThe pages are open: {address} (stop them with Ctrl+C)\nLetters, their links, sign-ins: {address}/mailbox"
        f"\nEverybody has the same password: {PASSWORD}",
    )


_READER = "import mailbox; [print(m['Date'], m['To'], sep='  ') for m in mailbox.Maildir('{maildir}')]"


def _letters(figures: Figures, language: Language) -> Table:
    kinds = sorted({row["kind"] for row in figures.letters}, key=list(_KINDS).index)
    number = {(row["kind"], row["state"]): row["number"] for row in figures.letters}
    states = [state for state in _STATES if any(key[1] == state for key in number)]
    rows: list[tuple[object, ...]] = [
        (_KINDS[kind].in_(language), *(number.get((kind, state)) for state in states)) for kind in kinds
    ]
    totals = [sum(number.get((kind, state), 0) for kind in kinds) for state in states]
    total = Words("всего", "in all").in_(language)
    return Table((Words("Письмо", "Letter"), *(_STATES[state] for state in states)), [*rows, (total, *totals)])


def _pairs(figures: Figures, language: Language) -> Table:
    def line(row: RowMapping) -> tuple[object, ...]:
        form = lifecycle(row["lifecycle"])
        outcome = OUTCOMES[row["outcome"]].in_(language) if row["outcome"] else None
        return form.title.in_(language), form.stage(row["stage"]).title.in_(language), outcome, row["number"]

    return Table(
        (Words("Форма", "Form"), Words("Этап", "Stage"), Words("Исход", "Outcome"), Words("Пар", "Pairs")),
        [line(row) for row in figures.pairs],
    )


def _troubled(figures: Figures, language: Language) -> Table:
    return Table(
        (
            Words("id", "id"),
            Words("Письмо", "Letter"),
            Words("Кому", "To"),
            Words("Что", "What"),
            Words("Почему", "Why"),
        ),
        [
            (
                row["id"],
                _KINDS[row["kind"]].in_(language),
                row["recipient"],
                _STATES[row["state"]].in_(language),
                row["reason"],
            )
            for row in figures.troubled
        ],
    )


def _silences(figures: Figures, language: Language) -> Table:
    return Table(
        (Words("Сколько", "How many"), Words("Что", "What"), Words("Почему", "Why")),
        [(row["number"], _STATES[row["state"]].in_(language), row["reason"]) for row in figures.silences],
    )


def _same(text: str) -> Words:
    return Words(text, text)
