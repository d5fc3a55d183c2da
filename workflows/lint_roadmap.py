"""The linter over a file just read, over a draft under review, and over a roadmap in force."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.deadlines import Deadline, Point, from_key
from engine.periods import Period
from engine.roadmap_lint import Finding, LintRoadmap, LintRow, lint, of_reading
from engine.roadmap_mending import Mended
from engine.roadmap_reading.model import ReadRoadmap
from engine.source import Spot
from storage import organisations, roadmaps, silenced_findings
from storage.roadmaps import LiveItem
from workflows.access import sees, unknown

_ONE_DAY = frozenset({"point", "month", "range"})
_SINGLE = "1"  # the occurrence of a deadline that is due once


@dataclass(frozen=True, slots=True)
class Linted:
    """A finding, and why people keep it; `silenced` None: nobody has said anything yet."""

    finding: Finding
    silenced: str | None = None
    silenced_by: str = ""

    @property
    def item_id(self) -> int | None:
        """The row to mend, which is also the one it is silenced for."""
        return self.finding.rows[0].id

    @property
    def counts(self) -> bool:
        """Whether it is a warning that somebody still has to answer."""
        return self.silenced is None and self.finding.severity == "warning"


def lint_reading(read: ReadRoadmap) -> tuple[Linted, ...]:
    """Findings of a file. Nothing of a file can be silenced: its rows have no identity yet."""
    return tuple(Linted(one) for one in lint(of_reading(read)))


def lint_review(review: Mended, *, organisation: str) -> tuple[Linted, ...]:
    """Findings of a draft as people have mended it; a file that names no school belongs to its `organisation`."""
    read = review.read
    mended = replace(
        read,
        title=review.title,
        period=review.period,
        organisation=read.organisation or organisation,
        items=tuple(row.item for row in review.live),
    )
    return lint_reading(mended)


def lint_roadmap(tx: Connection, *, by: By, roadmap_id: int) -> tuple[Linted, ...]:
    """Findings of a live roadmap, silenced ones too. Raises BadInput when there is none the reader may see."""
    row = roadmaps.get(tx, roadmap_id)
    if row is None or not sees(tx, by, row.organisation_id):
        raise unknown("roadmap", roadmap_id)
    organisation = organisations.by_id(tx, row.organisation_id)
    name = "" if organisation is None or organisation.kind != "school" else organisation.name
    found = lint(_live(row, roadmaps.live_items(tx, roadmap_id), name))
    kept = {(one.item_id, one.rule): one for one in silenced_findings.of_roadmap(tx, roadmap_id)}
    return tuple(_linted(one, kept) for one in found)


def _linted(finding: Finding, kept: Mapping[tuple[int, str], Row[Any]]) -> Linted:
    silence = None if finding.rows[0].id is None else kept.get((finding.rows[0].id, finding.rule.key))
    return Linted(finding) if silence is None else Linted(finding, silence.reason, silence.actor or "")


def _live(row: Row[Any], live: Sequence[LiveItem], organisation: str) -> LintRoadmap:
    return LintRoadmap(
        title=row.title,
        period=Period(row.period_start, row.period_end),
        approved_on=date.fromisoformat(row.approved["on"]) if row.approved else None,
        organisation=organisation,
        sections=tuple(dict.fromkeys(one.row.section.partition(". ")[0] for one in live)),
        rows=tuple(_row(one) for one in live),
    )


def _row(one: LiveItem) -> LintRow:
    row = one.row
    said: Mapping[str, Mapping[str, Any]] = {
        name: words for name, words in row.source.items() if isinstance(words, dict)
    }
    return LintRow(
        number=row.number,
        section=row.section,
        activity=row.title,
        deadline_text=row.deadline_text,
        deadline=_deadline(one),
        responsible=row.responsible_text,
        result=row.result,
        document=_said(said, "document"),
        indicator=_said(said, "indicator"),
        measured=bool(row.thresholds or row.document_kind or row.drives),
        answerable=row.responsible_role is not None or row.responsible_id is not None,
        asked=frozenset(question["field"] for question in row.questions),
        at=tuple(_spots(said.get("activity", {}).get("at", ()))),
        id=row.id,
    )


def _deadline(one: LiveItem) -> Deadline:
    """The day people have given the row goes before its words."""
    if one.row.bound_on is not None:
        return Point(one.row.bound_on)
    if one.row.deadline_kind in _ONE_DAY and _SINGLE in one.facts.postponed:
        return Point(one.facts.postponed[_SINGLE])
    return from_key(one.row.deadline_kind, one.row.deadline_value)


def _said(said: Mapping[str, Mapping[str, Any]], name: str) -> str:
    return str(said.get(name, {}).get("text", ""))


def _spots(stored: Iterable[Mapping[str, Any]]) -> Iterable[Spot]:
    return (Spot(**one) for one in stored)
