"""Which templates of plans an organisation has: its own, those of the organisations above it, and the built-in ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.calendar import WorkCalendar
from engine.periods import Period
from engine.plans.model import PlanHead, PlanLine
from engine.plans.templates import PlanTemplate, filled
from engine.refusals import BadInput
from storage import own_definitions, pair_sheet, plans
from storage.pairs import PairRow
from workflows.definitions.plan_files import plan_template, plan_template_from_json
from workflows.definitions.plan_files import plan_templates as built_in
from workflows.definitions.schema_check import did_you_mean


@dataclass(frozen=True, slots=True)
class TemplateOffered:
    """`organisation` is who published it, "" = it comes with the product."""

    template: PlanTemplate
    organisation: str


def templates_for(tx: Connection, path: str, *, lifecycle: str = "") -> tuple[TemplateOffered, ...]:
    """The newest version of each key; the nearest organisation's stands for those of the same key further up.

    Those meant for `lifecycle` come first.
    """
    found: dict[str, TemplateOffered] = {}
    for one in own_definitions.visible(tx, "plan", path):
        found.setdefault(one.key, TemplateOffered(plan_template_from_json(one.body), one.organisation))
    for key in built_in():
        found.setdefault(key, TemplateOffered(plan_template(key), ""))
    offered = sorted(found.values(), key=lambda one: (not one.organisation, one.template.key))
    return tuple(sorted(offered, key=lambda one: not one.template.fits(lifecycle)) if lifecycle else offered)


def template_named(tx: Connection, path: str, key: str) -> PlanTemplate:
    """Raises BadInput (field `--template`) when the organisation has none of this key."""
    offered = {one.template.key: one.template for one in templates_for(tx, path)}
    if key not in offered:
        ru, en = did_you_mean(key, offered)
        raise BadInput("--template", f"--template: нет образца «{key}»; {ru}", f"--template: no `{key}`; {en}")
    return offered[key]


def from_template(
    tx: Connection, template: PlanTemplate, pair: PairRow, head: PlanHead, *, calendar: WorkCalendar
) -> tuple[PlanHead, Sequence[PlanLine]]:
    """The head and the lines of a plan as the template has them, within the term that `head`, the plan as it stands or
    the programme gives. What `head` says stands before what the template says.
    """
    standing, around = plans.get(tx, pair.id), pair_sheet.around(tx, pair.programme_id)
    starts = head.term_from or (standing and standing.term_from) or max(around.programme_start, pair.stage_since)
    ends = head.term_to or (standing and standing.term_to) or around.programme_end
    if ends < starts:
        raise BadInput(
            "--to",
            f"--to: план кончается {ends}, раньше своего начала {starts}",
            f"--to: the plan ends on {ends}, before it starts on {starts}",
        )
    made = replace(
        head,
        goal=template.goal if head.goal is None else head.goal,
        tasks=template.tasks if head.tasks is None else head.tasks,
        form=template.form if head.form is None else head.form,
        term_from=starts,
        term_to=ends,
        template=template.key,
    )
    return made, filled(template, Period(starts, ends), calendar)
