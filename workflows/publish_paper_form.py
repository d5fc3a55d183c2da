"""An organisation publishes a form of papers for itself and everything below it."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from engine.actors import By
from engine.papers.model import PaperForm
from engine.refusals import BadInput, Refused
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.definitions.faults import Fault
from workflows.definitions.paper_files import paper_form_to_json, paper_keys, read_paper_form
from workflows.publish_own import OwnVersion, publish_own


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form somebody wrote, checked. `body` is its canonical JSON, `hash` the SHA-256 of that."""

    form: PaperForm
    body: str

    @property
    def hash(self) -> str:
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PaperFormPublished:
    """`fresh` False: exactly this version had been published before and nothing changed."""

    id: int
    form: str
    version: int
    hash: str
    fresh: bool


def publish_paper_form(
    tx: Connection, *, by: By, organisation: OrganisationRow, own: OwnForm
) -> PaperFormPublished | Refused:
    """Papers made before stay as they are; drafts still open take the new version.

    Refused for a key of ours, and for a version that is not newer than the published one.
    """
    if (no := forbidden(tx, by, "template.upload", organisation.id)) is not None:
        return no
    form = own.form
    if form.key in paper_keys():
        return refused(
            "key",
            f"Ключ «{form.key}» занят встроенной формой",
            f"The key `{form.key}` belongs to a built-in form",
            mend_ru="Назовите свою форму другим ключом; вид встроенной меняют шаблоном DOCX",
            mend_en="Give your own another key; how a built-in one looks is changed by a DOCX template",
        )
    told = OwnVersion("paper", form.key, form.version, own.hash, own.body)
    facts = {"form": form.key, "version": form.version}
    made = publish_own(tx, by=by, organisation=organisation, told=told, verb="paper_form.publish", facts=facts)
    if isinstance(made, Refused):
        return made
    return PaperFormPublished(made.id, form.key, form.version, own.hash, made.fresh)


def own_form(text: str, file: str, *, field: str) -> OwnForm:
    """The form somebody wrote. BadInput of `field` with every fault, each `file:line:column: word: message`."""
    found = read_paper_form(text, file)
    if isinstance(found, PaperForm):
        return OwnForm(found, paper_form_to_json(text, file))
    faults: tuple[Fault, ...] = found
    raise BadInput(field, "; ".join(map(str, faults[:20])), "; ".join(fault.in_("en") for fault in faults[:20]))
