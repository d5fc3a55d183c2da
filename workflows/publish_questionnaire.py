"""Publishes a version of an organisation's own questionnaire, where it never changes again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.questionnaires import Questionnaire
from engine.refusals import BadInput, Refused
from storage import definitions, journal, questionnaires
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.definitions.faults import Fault
from workflows.definitions.questionnaire_files import questionnaires as built_in
from workflows.definitions.questionnaire_files import read_questionnaire


@dataclass(frozen=True, slots=True)
class QuestionnairePublished:
    """`fresh` is false when this very version had been published before."""

    id: int
    questionnaire: str
    version: int
    hash: str
    fresh: bool


def publish_questionnaire(
    tx: Connection, *, by: By, organisation_id: int, questionnaire: Questionnaire
) -> QuestionnairePublished | Refused:
    """For the organisation and everything below it. Surveys that are open stay with their version.

    Refused for a key of ours and for a number of version that is not newer than the published one.
    """
    if (no := forbidden(tx, by, "questionnaire.publish", organisation_id)) is not None:
        return no
    if questionnaire.key in built_in():
        return refused(
            "questionnaire",
            f"Ключ «{questionnaire.key}» занят встроенной анкетой",
            f"The key `{questionnaire.key}` belongs to a built-in questionnaire",
            mend_ru="Назовите свою анкету другим ключом",
            mend_en="Give your own another key",
        )
    known = questionnaires.versions(tx, questionnaire.key, organisation_id=organisation_id)
    for one in known:
        if one.hash == questionnaire.hash:
            return QuestionnairePublished(one.id, one.key, one.version, one.hash, fresh=False)
    if known and questionnaire.version <= known[0].version:
        return refused(
            "version",
            f"Версия {questionnaire.version} не новее опубликованной {known[0].version}, а опубликованное не меняется",
            f"Version {questionnaire.version} is not newer than the published {known[0].version}, and what is published"
            " never changes",
            mend_ru=f"Поставьте version: {known[0].version + 1}",
            mend_en=f"Write version: {known[0].version + 1}",
        )
    made = definitions.add(
        tx,
        kind="questionnaire",
        key=questionnaire.key,
        version=questionnaire.version,
        digest=questionnaire.hash,
        body=questionnaire.canonical(),
        organisation_id=organisation_id,
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="questionnaire.publish",
        subject=f"definition:{made}",
        facts={"questionnaire": questionnaire.key, "version": questionnaire.version, "hash": questionnaire.hash},
    )
    return QuestionnairePublished(made, questionnaire.key, questionnaire.version, questionnaire.hash, fresh=True)


def questionnaire_of_text(text: str, name: str, *, field: str) -> Questionnaire:
    """The questionnaire somebody wrote. BadInput of `field` with every fault: line, column, word."""
    found = read_questionnaire(text, name)
    if isinstance(found, Questionnaire):
        return found
    faults: tuple[Fault, ...] = found
    raise BadInput(field, "; ".join(map(str, faults[:20])), "; ".join(fault.in_("en") for fault in faults[:20]))
