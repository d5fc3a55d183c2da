"""Somebody becomes responsible for a roadmap row."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, roadmaps
from storage.surroundings import line_of
from workflows.access import unknown
from workflows.answer_question import answer_question
from workflows.derive_obligations import derive_roadmap
from workflows.find import find_person
from workflows.item_at_hand import take_item


@dataclass(frozen=True, slots=True)
class Assigned:
    item_id: int
    person_id: int


def assign_item(tx: Connection, *, by: By, item_id: int, person_id: int) -> Assigned | Refused:
    """Make a person responsible for a row; the question «assign» is answered, reminders follow the new person.

    Raises BadInput for somebody who is disabled, whom the actor may not see, or who belongs neither to the row's
    organisation nor above or below it.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.assign")
    if item.refused is not None:
        return item.refused
    person = find_person(tx, person_id, by=by)
    here, there = item.life.path, person.org_path
    if there not in line_of(here) and not there.startswith(f"{here}/"):
        raise unknown("person", person_id)  # of a school beside it, whatever else the actor may see
    if person.disabled:
        raise BadInput(
            "--person",
            f"--person: участник {person_id} отключён, выберите другого",
            f"--person: person {person_id} is disabled, choose another",
        )
    roadmaps.change_item(tx, item.row, responsible_id=person_id)
    answer_question(tx, item, kind="assign", by=by)
    derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.assign",
        subject=item.subject,
        facts={},
        people={"responsible": person_id},
    )
    return Assigned(item_id, person_id)
