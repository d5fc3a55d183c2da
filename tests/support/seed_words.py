"""The 84 rows of the seeds as their sources word them, beside what the built-in roadmaps decided about them."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from engine.deadlines import read
from engine.periods import Period
from engine.roadmap_lint import LintRoadmap, LintRow
from engine.roadmap_reading.driving import stage_driven
from engine.roadmap_reading.papers import kinds_of
from engine.roadmap_reading.responsible import understood
from engine.roadmap_reading.thresholds import thresholds_of
from engine.roadmaps import TemplateItem
from workflows.definitions.roadmap_files import template

_SEEDS = Path(__file__).parents[1] / "fixtures" / "seeds"
_TEMPLATES = {
    "S0": "s0-school-2020",
    "S1": "s1-teachers-2025",
    "S2": "s2-multifunctional-2021",
    "S3": "s3-lyceum-2020",
    "S4": "s4-district-2022",
}
_PERIODS = {
    "S0": Period(date(2020, 1, 1), date(2024, 12, 31)),
    "S1": Period(date(2025, 9, 1), date(2026, 8, 31)),
    "S2": Period(date(2021, 4, 1), date(2022, 5, 31)),
    "S3": Period(date(2020, 1, 1), date(2024, 12, 31)),
    "S4": None,  # its head names no years
}


@dataclass(frozen=True)
class SeedRow:
    """`id` is `S1-16`; `decided` the row of the built-in roadmap."""

    id: str
    section: str
    activity: str
    deadline: str
    responsible: str
    result: str
    document: str
    indicator: str
    decided: TemplateItem

    @property
    def proof(self) -> str:
        return f"{self.result}\n{self.document}"

    @property
    def measured_words(self) -> str:
        return "\n".join(filter(None, (self.indicator, self.result, self.document)))


@cache
def seed_rows() -> tuple[SeedRow, ...]:
    found: list[SeedRow] = []
    for row in _table("rows.tsv"):
        seed, _, number = row["id"].partition("-")
        decided = template(_TEMPLATES[seed]).item(number)
        assert decided is not None, row["id"]
        words = {name: row[name] for name in ("section", "activity", "deadline", "responsible", "result", "document")}
        found.append(SeedRow(id=row["id"], indicator=row["indicator"], decided=decided, **words))
    return tuple(found)


def seed_to_lint(seed: str) -> LintRoadmap:
    """A seed as the linter gets it, made of the careful reader's rows."""
    rows = [row for row in seed_rows() if row.id.startswith(seed)]
    approved = template(_TEMPLATES[seed]).approved
    return LintRoadmap(
        title="",
        period=_PERIODS[seed],
        approved_on=approved.on if approved else None,
        organisation="",
        sections=tuple(row["number"] for row in _table("sections.tsv") if row["seed"] == seed),
        rows=tuple(_lint_row(row, _PERIODS[seed]) for row in rows),
    )


def _lint_row(row: SeedRow, period: Period | None) -> LintRow:
    proved = kinds_of(row.proof, row.activity) or thresholds_of(row.measured_words, row.activity)
    return LintRow(
        number=row.id.partition("-")[2],
        section=row.section,
        activity=row.activity,
        deadline_text=row.deadline,
        deadline=read(row.deadline, period).deadline,
        responsible=row.responsible,
        result=row.result,
        document=row.document,
        indicator=row.indicator,
        measured=bool(proved or stage_driven(row.activity, row.proof)),
        answerable=bool(understood(row.responsible).roles),
    )


def _table(name: str) -> list[dict[str, str]]:
    with (_SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
