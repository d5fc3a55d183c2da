"""A built-in roadmap becomes an organisation's own: what would be due is shown first, then it is made live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import ItemFacts, Past, item_owes, wants_a_date
from engine.periods import Period
from engine.refusals import Refused
from engine.roadmaps import RoadmapTemplate, TemplateItem, shifted
from storage import roadmaps
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.assign_item import assign_item
from workflows.definitions.roadmap_files import template
from workflows.local_life import LocalLife, local_life
from workflows.show_progress import understood

_NOWHERE = 0  # no stored row has this id


@dataclass(frozen=True, slots=True)
class RowAhead:
    """A row as it would be. `past`: days of it that have gone already; `next_due` the first that has not."""

    key: str
    number: str
    section: str
    title: str
    deadline_text: str
    understood: str
    past: tuple[date, ...]
    next_due: date | None
    needs_date: bool
    unassigned: bool
    responsible_text: str


@dataclass(frozen=True, slots=True)
class RoadmapAhead:
    """A template as it would stand in an organisation today."""

    template: RoadmapTemplate
    rows: tuple[RowAhead, ...]

    @property
    def past(self) -> tuple[RowAhead, ...]:
        return tuple(row for row in self.rows if row.past)

    @property
    def unassigned(self) -> tuple[RowAhead, ...]:
        return tuple(row for row in self.rows if row.unassigned)

    @property
    def undated(self) -> int:
        return sum(row.needs_date for row in self.rows)


def preview_roadmap(
    tx: Connection, *, by: By, organisation_id: int, template_key: str, start: date | None
) -> RoadmapAhead:
    """What the template would ask for; nothing is stored. Raises BadInput for an unknown template."""
    chosen = template(template_key)
    if start is not None:
        chosen = shifted(chosen, start)
    life = local_life(tx, organisation_id)
    titles = {section.number: section.title for section in chosen.sections}
    return RoadmapAhead(
        chosen, tuple(row_ahead(row, titles, chosen.period, life, life.today(by.at)) for row in chosen.items)
    )


def introduce_roadmap(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    template_key: str,
    start: date | None,
    past_of: Mapping[str, Past],
    people: Mapping[str, int],
) -> Applied | Refused:
    """Make the template live and give the named rows (by their key) to people, all or nothing."""
    applied = apply_roadmap(
        tx, by=by, organisation_id=organisation_id, template_key=template_key, start=start, past_of=past_of
    )
    if isinstance(applied, Refused) or not people:
        return applied
    for live in roadmaps.live_items(tx, applied.roadmap_id):
        person_id = people.get(live.row.key)
        if person_id is not None:
            assigned = assign_item(tx, by=by, item_id=live.row.id, person_id=person_id)
            if isinstance(assigned, Refused):
                return assigned
    return applied


def row_ahead(row: TemplateItem, titles: Mapping[str, str], period: Period, life: LocalLife, today: date) -> RowAhead:
    """The row as it would stand today; nothing is stored."""
    facts = ItemFacts(
        id=_NOWHERE,
        title=row.title,
        deadline_kind=row.deadline.kind,
        deadline_value=row.deadline.value,
        responsible_role=row.responsible,
    )
    owed = item_owes(
        facts,
        period=period,
        live_from=max(today, period.start),
        today=today,
        past="done",
        calendar=life.calendar,
        pairs=[(_NOWHERE, False)] if facts.per_pair else (),
    )
    days = [one.due_on for one in owed if one.due_on is not None and one.status == "open"]
    return RowAhead(
        key=row.key,
        number=row.number,
        section=f"{row.section}. {titles[row.section]}" if row.section in titles else row.section,
        title=row.title,
        deadline_text=row.deadline_text,
        understood=understood(row.deadline.kind, row.deadline.value, source=row.deadline_text),
        past=tuple(one.due_on for one in owed if one.status == "done" and one.due_on is not None),
        next_due=min(days, default=None),
        needs_date=wants_a_date(facts),
        unassigned=row.responsible is None,
        responsible_text=row.responsible_text,
    )
