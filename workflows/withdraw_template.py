"""An organisation takes its own template of a paper back, or brings back one that it withdrew."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, paper_templates
from storage.paper_templates import TemplateRow
from workflows.access import forbidden, sees, unknown


@dataclass(frozen=True, slots=True)
class TemplateStands:
    """Which template is in question and whether it counts now."""

    id: int
    form: str
    version: int
    counts: bool


def withdraw_template(tx: Connection, *, by: By, template_id: int) -> TemplateStands | Refused:
    """Then what is above counts again, and without it the built-in one. Raises BadInput when there is none to see."""
    found = _found(tx, by, template_id)
    if (no := forbidden(tx, by, "template.upload", found.organisation_id)) is not None:
        return no
    if paper_templates.withdraw(tx, found.id, by.at):
        _tell(tx, by, "template.withdraw", found)
    return TemplateStands(found.id, found.form, found.version, counts=False)


def restore_template(tx: Connection, *, by: By, template_id: int) -> TemplateStands | Refused:
    """It counts again, in place of a later one. Raises BadInput when there is none to see."""
    found = _found(tx, by, template_id)
    if (no := forbidden(tx, by, "template.upload", found.organisation_id)) is not None:
        return no
    if found.withdrawn_at is not None:
        paper_templates.restore(tx, found, by.at)
        _tell(tx, by, "template.restore", found)
    return TemplateStands(found.id, found.form, found.version, counts=True)


def _found(tx: Connection, by: By, template_id: int) -> TemplateRow:
    found = paper_templates.get(tx, template_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown("template", template_id)
    return found


def _tell(tx: Connection, by: By, verb: str, template: TemplateRow) -> None:
    journal.append(
        tx,
        organisation_id=template.organisation_id,
        by=by,
        verb=verb,
        subject=f"template:{template.id}",
        facts={"form": template.form, "version": template.version},
    )
