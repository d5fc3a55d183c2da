"""An organisation publishes a template of plans for itself and everything below it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.templates import PlanTemplate
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import definitions, journal, own_definitions
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.definitions.plan_files import (
    plan_template,
    plan_template_hash,
    plan_template_to_json,
    read_plan_template,
)
from workflows.definitions.plan_files import plan_templates as built_in


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
    digest = plan_template_hash(template)
    visible = own_definitions.visible(tx, "plan", organisation.path)
    known = [one for one in visible if one.path == organisation.path and one.key == template.key]
    if known and known[0].hash == digest:
        return TemplatePublished(known[0].id, template.key, template.version, digest, fresh=False)
    newest = known[0].version if known else 0
    if template.key in built_in():
        newest = max(newest, plan_template(template.key).version)
    if template.version <= newest:
        return refused(
            "version",
            f"Версия {newest} образца «{template.key}» уже опубликована и не меняется",
            f"Version {newest} of the template “{template.key}” is published and never changes",
            mend_ru=f"Напишите в файле version: {newest + 1}",
            mend_en=f"Write version: {newest + 1} in the file",
        )
    made = definitions.add(
        tx,
        kind="plan",
        organisation_id=organisation.id,
        key=template.key,
        version=template.version,
        digest=digest,
        body=plan_template_to_json(template),
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="plan_template.publish",
        subject=f"definition:{made}",
        facts={"key": template.key, "version": template.version, "hash": digest},
    )
    return TemplatePublished(made, template.key, template.version, digest, fresh=True)


def template_in(text: str, file: str, *, field: str = "FILE") -> PlanTemplate:
    """The template of a file. Raises BadInput with the first fault, `file:line:column: word: message`."""
    found = read_plan_template(text, file)
    if isinstance(found, PlanTemplate):
        return found
    rest = len(found) - 1
    more = Words(f" (и ещё {rest}: plan template-check)", f" (and {rest} more: plan template-check)")
    ending = more if rest else Words("", "")
    raise BadInput(field, found[0].in_("ru") + ending.ru, found[0].in_("en") + ending.en)
