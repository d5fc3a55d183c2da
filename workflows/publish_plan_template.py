"""An organisation publishes a template of plans for itself and everything below it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.templates import PlanTemplate
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.definitions.plan_files import (
    plan_template,
    plan_template_hash,
    plan_template_to_json,
    read_plan_template,
)
from workflows.definitions.plan_files import plan_templates as built_in
from workflows.publish_own import OwnVersion, publish_own


@dataclass(frozen=True, slots=True)
class TemplatePublished:
    """`fresh` False: exactly this version had been published before and nothing changed."""

    id: int
    key: str
    version: int
    hash: str
    fresh: bool


def publish_plan_template(
    tx: Connection, *, by: By, organisation: OrganisationRow, template: PlanTemplate
) -> TemplatePublished | Refused:
    """Plans already written stay as they are. Refused when a published version would change or is not the newest.

    A key of a built-in template takes its place there.
    """
    no = forbidden(tx, by, "plan_template.publish", organisation.id)
    if no is not None:
        return no
    told = OwnVersion(
        "plan",
        template.key,
        template.version,
        plan_template_hash(template),
        plan_template_to_json(template),
        above=plan_template(template.key).version if template.key in built_in() else 0,
    )
    facts = {"key": told.key, "version": told.version}
    made = publish_own(tx, by=by, organisation=organisation, told=told, verb="plan_template.publish", facts=facts)
    if isinstance(made, Refused):
        return made
    return TemplatePublished(made.id, told.key, told.version, told.hash, made.fresh)


def template_in(text: str, file: str, *, field: str = "FILE") -> PlanTemplate:
    """The template of a file. Raises BadInput with the first fault, `file:line:column: word: message`."""
    found = read_plan_template(text, file)
    if isinstance(found, PlanTemplate):
        return found
    rest = len(found) - 1
    more = Words(f" (и ещё {rest}: plan template-check)", f" (and {rest} more: plan template-check)")
    ending = more if rest else Words("", "")
    raise BadInput(field, found[0].in_("ru") + ending.ru, found[0].in_("en") + ending.en)
