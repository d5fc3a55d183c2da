"""A reviewed reading becomes a roadmap that can come into force: numbers and keys are unique, the period is known."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.periods import Period
from engine.roadmap_mending import Mended, MendedRow
from engine.roadmap_reading.model import ReadIndicator
from engine.roadmaps import IndicatorSeries, OrganisationKind, RoadmapTemplate, Section, TemplateItem
from engine.slugs import slug_of
from engine.words import Words

_LONGEST_KEY = 40
_OF_SAME = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Made:
    """The roadmap with the reviewed row each of its rows was made of, in the same order."""

    template: RoadmapTemplate
    rows: tuple[MendedRow, ...]


def made_of(review: Mended, *, key: str, period: Period, kind: OrganisationKind, taken: Sequence[str] = ()) -> Made:
    """`taken` are keys that rows of the live roadmap have already."""
    rows = review.live
    numbers = _unique([row.item.number or str(place) for place, row in enumerate(rows, start=1)])
    keys = _unique([row.item.key or _key_of(row) for row in rows], taken)
    template = RoadmapTemplate(
        key=key,
        title=Words(review.title, review.title),
        organisation_kind=kind,
        period=period,
        sections=tuple(Section(one.number, one.title) for one in review.sections),
        items=tuple(
            template_item(row, number=number, key=name) for row, number, name in zip(rows, numbers, keys, strict=True)
        ),
        indicators=tuple(_series(one, place) for place, one in enumerate(review.read.indicators, start=1)),
        approved=review.read.approved,
        goal=review.read.goal,
        tasks=review.read.tasks,
    )
    return Made(template, rows)


def template_item(row: MendedRow, *, number: str, key: str) -> TemplateItem:
    """A reviewed row as a roadmap keeps it."""
    item = row.item
    roles = item.who.roles
    return TemplateItem(
        number=number,
        key=key,
        section=item.section,
        title=item.activity.text,
        deadline_text=item.deadline.text,
        deadline=item.meaning,
        source_deadline_text=row.read.deadline.text if row.read else "",
        responsible=roles[0] if roles else None,
        coexecutors=roles[1:],
        responsible_text=item.responsible.text,
        result=item.result.text,
        document_kind=item.document_kinds[0] if item.document_kinds else None,
        thresholds=item.thresholds,
        drives=item.drives,
    )


def _key_of(row: MendedRow) -> str:
    """A name of letters that tells something, the same for the same words."""
    slug = slug_of(row.item.activity.text, longest=_LONGEST_KEY)
    # A name that ends in a number would look like the second of its kind.
    plain = _OF_SAME.sub("", slug)
    return plain or f"row-{hashlib.sha256(row.item.activity.text.encode()).hexdigest()[:8]}"


def _unique(names: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """The names, a repeated one with a number behind it: the first keeps its own.

    >>> _unique(["1", "2", "1", "1-2"])
    ['1', '2', '1-3', '1-2']
    """
    used, found = {*taken}, list[str]()
    wanted = {*names}
    for name in names:
        own, count = name, 1
        while own in used or (count > 1 and own in wanted):
            count += 1
            own = f"{name}-{count}"
        used.add(own)
        found.append(own)
    return found


def _series(one: ReadIndicator, place: int) -> IndicatorSeries:
    return IndicatorSeries(f"K{place}", one.title, one.formula, one.numerator, one.denominator, one.targets)
