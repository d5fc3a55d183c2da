"""Who may join a pair: people of the organisation and below, and of its partners."""

from collections.abc import Iterable

from sqlalchemy import Connection

from engine.people_reading.values import MOST_PAIRS
from engine.refusals import Refused
from storage import memberships, participants, profiles
from storage.participants import Participant
from workflows.access import unknown
from workflows.carry_out_move import refused

MOST_PAIRS_OF_A_MENTOR = MOST_PAIRS  # of anybody; more is a slip of the hand: a group is for many mentees


def choose_people(
    tx: Connection, person_ids: Iterable[int], *, path: str, field: str, or_above: bool = False
) -> list[Participant]:
    """The people with these ids, in this order, as an organisation at `path` may choose them.

    BadInput of `field` when one does not exist, is disabled, or belongs to an organisation that is neither at `path`
    or below it (with `or_above`: or above it) nor a partner of the same region.
    """
    wanted = list(person_ids)
    found = participants.by_ids(tx, wanted)
    for person_id in wanted:
        person = found.get(person_id)
        if person is None or person.disabled:
            raise unknown(field, person_id)
        if not (_within(person, path) or (or_above and path.startswith(person.path + "/"))):
            raise unknown(field, person_id)
    return [found[person_id] for person_id in wanted]


def too_many_pairs(tx: Connection, mentor: Participant) -> Refused | None:
    """A refusal when the mentor already leads as many live pairs as he is willing to, or as one person may."""
    load = memberships.mentor_load(tx, mentor.id)
    capacity = profiles.of_person(tx, mentor.id).capacity
    if capacity is not None and load >= capacity:
        return refused(
            "mentor_capacity",
            f"Наставник готов вести пар: {capacity}, уже ведёт: {load}",
            f"The mentor is willing to lead {capacity} pairs and leads {load}",
            mend_ru="Выберите другого наставника или поднимите «Сколько пар может вести» на его странице "
            f"(person profile {mentor.id} --capacity {load + 1})",
            mend_en="Choose another mentor or raise the capacity on the person's page "
            f"(person profile {mentor.id} --capacity {load + 1})",
        )
    if load < MOST_PAIRS_OF_A_MENTOR:
        return None
    return refused(
        "mentor_capacity",
        f"У наставника уже {load} действующих пар, больше {MOST_PAIRS_OF_A_MENTOR} нельзя",
        f"The mentor already leads {load} live pairs, more than {MOST_PAIRS_OF_A_MENTOR} are not allowed",
        mend_ru="Выберите другого наставника или заведите группу",
        mend_en="Choose another mentor or form a group",
    )


def _within(person: Participant, path: str) -> bool:
    if person.path == path or person.path.startswith(path + "/"):
        return True
    return person.organisation_kind == "partner" and person.path.split("/")[0] == path.split("/", maxsplit=1)[0]
