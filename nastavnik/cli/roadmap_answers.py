"""How roadmap rows and overdue items are answered: the contract's documents and the tables for people."""

from collections.abc import Iterable, Sequence
from typing import Any

from engine.words import Words
from nastavnik.cli.output import Table
from workflows.list_overdue import OverdueLine


def overdue_table(found: Iterable[OverdueLine]) -> Table:
    return Table(
        (
            Words("Организация", "Organisation"),
            Words("№", "No"),
            Words("Что", "What"),
            Words("Пара", "Pair"),
            Words("Срок", "Due"),
            Words("Раб. дней", "Working days"),
            Words("У кого", "Holder"),
        ),
        [
            (
                one.organisation,
                one.number,
                one.title,
                "" if one.pair_number is None else f"№ {one.pair_number}",
                f"{one.due_on:%d.%m.%Y}",
                one.days_late,
                one.holder,
            )
            for one in found
        ],
        empty=Words("Просроченного нет", "Nothing is overdue"),
    )


def roadmap_table(found: Sequence[Any]) -> Table:
    return Table(
        (
            Words("id", "id"),
            Words("Организация", "Organisation"),
            Words("Название", "Title"),
            Words("Период", "Period"),
        ),
        [(row.id, row.org_path, row.title, f"{row.period_start} — {row.period_end}") for row in found],
        empty=Words(
            "Дорожных карт пока нет: nastavnik roadmap apply s1-teachers-2025 --org …",
            "No roadmaps yet: nastavnik roadmap apply s1-teachers-2025 --org …",
        ),
    )
