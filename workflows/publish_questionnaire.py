"""Publishes a version of an organisation's own questionnaire, where it never changes again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.questionnaires import Questionnaire
from engine.refusals import BadInput, Refused
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.definitions.faults import Fault
from workflows.definitions.questionnaire_files import questionnaires as built_in
from workflows.definitions.questionnaire_files import read_questionnaire
from workflows.publish_own import OwnVersion, publish_own


@dataclass(frozen=True, slots=True)
class QuestionnairePublished:
    """`fresh` is false when this very version had been published before."""

    id: int
    questionnaire: str
    version: int
    hash: str
    fresh: bool


def publish_questionnaire(
    tx: Connection, *, by: By, organisation: OrganisationRow, questionnaire: Questionnaire
) -> QuestionnairePublished | Refused:
    """For the organisation and everything below it. Surveys that are open stay with their version.

    Refused for a key of ours and for a number of version that is not newer than the published one.
    """
    if (no := forbidden(tx, by, "questionnaire.publish", organisation.id)) is not None:
        return no
    if questionnaire.key in built_in():
        return refused(
            "questionnaire",
            f"Ключ «{questionnaire.key}» занят встроенной анкетой",
            f"The key `{questionnaire.key}` belongs to a built-in questionnaire",
            mend_ru="Назовите свою анкету другим ключом",
            mend_en="Give your own another key",
        )
    key, version, digest = questionnaire.key, questionnaire.version, questionnaire.hash
    told = OwnVersion("questionnaire", key, version, digest, questionnaire.canonical())
    facts = {"questionnaire": key, "version": version}
    made = publish_own(tx, by=by, organisation=organisation, told=told, verb="questionnaire.publish", facts=facts)
    if isinstance(made, Refused):
        return made
    return QuestionnairePublished(made.id, key, version, digest, made.fresh)


def questionnaire_of_text(text: str, name: str, *, field: str) -> Questionnaire:
    """The questionnaire somebody wrote. BadInput of `field` with every fault: line, column, word."""
    found = read_questionnaire(text, name)
    if isinstance(found, Questionnaire):
        return found
    faults: tuple[Fault, ...] = found
    raise BadInput(field, "; ".join(map(str, faults[:20])), "; ".join(fault.in_("en") for fault in faults[:20]))
