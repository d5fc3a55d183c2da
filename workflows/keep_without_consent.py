"""After a withdrawal another lawful ground to keep the data is told: the clock of destruction stops."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import consents, journal
from workflows.access import forbidden
from workflows.consent_clocks import of_kind, stop_clocks
from workflows.find import find_person
from workflows.plain_text import plain_text
from workflows.record_consent import local_day


@dataclass(frozen=True, slots=True)
class GroundKept:
    """`id` is the withdrawn consent's."""

    id: int
    person_id: int


def keep_without_consent(tx: Connection, *, by: By, person_id: int, ground: str) -> GroundKept | Refused:
    """Note the ground (a law, a contract, an archive) and close the curator's question. Letters stay stopped: a ground
    to keep is no consent to write.

    Raises BadInput for an empty ground and when no clock runs for this person.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    said = plain_text(ground, "ground", longest=500)
    signed = [one for one in of_kind(consents.of_person(tx, person_id), "personal-data") if one.destroy_by is not None]
    if not stop_clocks(tx, by=by, signed=signed, kind="erase", on=local_day(tx, person, by)):
        raise BadInput(
            "person",
            f"person: у участника {person_id} нет отозванного согласия, данные по которому надо уничтожить",
            f"person: nothing of person {person_id} waits to be destroyed after a withdrawal",
        )
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.ground",
        subject=f"person:{person_id}",
        facts={"consent": signed[-1].id},
        people={"person": person_id},
        words={"ground": said},
    )
    return GroundKept(signed[-1].id, person_id)
