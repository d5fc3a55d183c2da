"""A roadmap before anybody lives by it: a template with its rows and its yearly targets."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from engine.deadlines.model import Deadline
from engine.deadlines.shifting import months_between, shifted_by_months, shifted_day
from engine.deadlines.writing import write
from engine.periods import Period
from engine.words import Words

Responsible = Literal["administrator", "head", "curator", "mentor", "mentee", "external"]
DocumentKind = Literal[
    "order",
    "regulation",
    "programme",
    "plan",
    "roadmap",
    "report",
    "protocol",
    "reference",
    "register",
    "agreement",
    "consent",
    "questionnaire",
    "statistics",
    "guidelines",
    "collection",
    "publication",
    "certificate",
]
Comparison = Literal[">=", "=", "<="]
Unit = Literal["percent", "count"]
OrganisationKind = Literal["region", "municipality", "school", "partner"]

RESPONSIBLES: tuple[Responsible, ...] = get_args(Responsible)
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the roadmap. `number` is the source's own (`II`, `6.1`), or a letter where it had none."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A measurable result: `measure` compared with `value`, in percent of the whole or as a number of things.

    >>> str(Threshold("attendance", ">=", 90, "percent"))
    'attendance >= 90 %'
    """

    measure: str
    comparison: Comparison
    value: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.measure} {self.comparison} {self.value}{' %' if self.unit == 'percent' else ''}"


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """One row. `number` is the source's; `key` is the stable name by which lifecycles ask for its date.

    `deadline` is the meaning, fixed at publication. `deadline_text` is what people read and
    `source_deadline_text` what the source wrote: the two differ only after re-dating. `responsible` None: the
    school sets it (a task "assign"); `coexecutors` are named after it and get no rungs of their own. `drives`
    is the pair stage that this row's date must see left. `notes` name known defects of the source.
    """

    number: str
    key: str
    section: str
    title: str
    deadline_text: str
    deadline: Deadline
    source_deadline_text: str
    responsible: Responsible | None = None
    coexecutors: tuple[Responsible, ...] = ()
    responsible_text: str = ""
    result: str = ""
    document_kind: DocumentKind | None = None
    thresholds: tuple[Threshold, ...] = ()
    drives: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """A yearly indicator: a share with its declared numerator and denominator. `targets`: (year, percent).

    >>> IndicatorSeries("K1", "Доля", "А : Б", "А", "Б", ((2020, 10), (2021, 30))).target(2021)
    30
    """

    key: str
    title: str
    formula: str
    numerator: str
    denominator: str
    targets: tuple[tuple[int, int | float], ...]

    def target(self, year: int) -> int | float | None:
        """The target of a calendar year; None when the roadmap set none."""
        return dict(self.targets).get(year)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the roadmap (an office, never a name) and by which paper."""

    by: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class RoadmapTemplate:
    """A whole roadmap, not yet anybody's.

    Items stand in the source's order; numbers and keys are unique among them.
    """

    key: str
    title: Words
    organisation_kind: OrganisationKind
    period: Period
    sections: tuple[Section, ...]
    items: tuple[TemplateItem, ...]
    indicators: tuple[IndicatorSeries, ...] = ()
    approved: Approval | None = None
    goal: str = ""
    tasks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def item(self, key_or_number: str) -> TemplateItem | None:
        """The row with this key or number; None when there is none."""
        return next((row for row in self.items if key_or_number in (row.key, row.number)), None)


def shifted(template: RoadmapTemplate, start: date) -> RoadmapTemplate:
    """The template re-dated by whole months so that it begins in the month of `start`.

    Every date of its own moves; what names none (continuous, event, external …) stays. Words of moved deadlines
    are written anew, the source's stay beside them. A yearly target counts at the end of its year and moves
    with that day. The approval is dropped: nobody approved the new dates.
    """
    months = months_between(template.period.start, start)
    if not months:
        return template
    return replace(
        template,
        period=Period(shifted_day(template.period.start, months), shifted_day(template.period.end, months)),
        items=tuple(_shifted_item(item, months) for item in template.items),
        indicators=tuple(_shifted_series(series, months) for series in template.indicators),
        approved=None,
    )


def _shifted_item(item: TemplateItem, months: int) -> TemplateItem:
    deadline = shifted_by_months(item.deadline, months)
    if deadline == item.deadline:
        return item
    return replace(item, deadline=deadline, deadline_text=write(deadline))


def _shifted_series(series: IndicatorSeries, months: int) -> IndicatorSeries:
    targets = ((shifted_day(date(year, 12, 31), months).year, percent) for year, percent in series.targets)
    return replace(series, targets=tuple(targets))
