"""A person does without a kind of letter, and may want it again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, mutes, people
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.letter_link import MUTABLE

MUTED = "отписка: такие письма получателю не нужны"
"""Why a reminder or a letter did not go."""


@dataclass(frozen=True, slots=True)
class Muted:
    """`changed`: False = it was so already."""

    person_id: int
    kind: str
    muted: bool
    changed: bool


def mute_letters(tx: Connection, *, by: By, kind: str, muted: bool = True) -> Muted | Refused:
    """Stop (or with `muted=False` resume) the actor's letters of a kind.

    Refused for notices the programme owes: due days, overdue, escalations, the pair's beginning and end. Early
    reminders of somebody who muted them still travel along when such a notice goes that day.
    """
    person = None if by.person_id is None else people.by_id(tx, by.person_id)
    if person is None:
        raise unknown("person")
    if kind not in MUTABLE:
        return refused(
            "mute",
            "От этих писем отказаться нельзя: они нужны, чтобы программа шла в срок",
            "These letters cannot be stopped: the programme needs them to keep its dates",
            mend_ru="Отключить можно ранние напоминания и сообщения о новом этапе",
            mend_en="Early reminders and news of a new stage can be stopped",
        )
    if muted:
        changed = mutes.add(tx, person_id=person.id, kind=kind, at=by.at)
    else:
        changed = mutes.drop(tx, person_id=person.id, kind=kind)
    if changed:
        journal.append(
            tx,
            organisation_id=person.organisation_id,
            by=by,
            verb="letter.mute" if muted else "letter.unmute",
            subject=f"person:{person.id}",
            facts={"kind": kind},
        )
    return Muted(person.id, kind, muted, changed)
