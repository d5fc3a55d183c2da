"""What somebody needs to see before forming a pair or replacing a mentor: programmes, people, what it will mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition, standings
from engine.lifecycle.standing import NeedStanding
from engine.refusals import BadInput, Refused
from storage import candidates as stored
from storage import facts as stored_facts
from storage import memberships, organisations, participants, programmes
from storage.candidates import Candidate, OtherPair
from storage.memberships import Member
from storage.organisations import OrganisationRow
from storage.programmes import ProgrammeRow
from storage.tables.programmes import programmes as programme_table
from workflows.access import forbidden
from workflows.carry_out_move import facts_for
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.find_programme import find_programme
from workflows.pair_at_hand import PairAtHand, take_pair
from workflows.pinned_lifecycle import pinned_definition


@dataclass(frozen=True, slots=True)
class NewPairChoices:
    """Everything the form of a new pair offers. `curator_id` is who is taken when nobody is chosen."""

    programme: ProgrammeRow
    organisation: OrganisationRow
    definition: Definition
    people: Sequence[Candidate]
    curators: Sequence[tuple[int, str]]
    curator_id: int | None


@dataclass(frozen=True, slots=True)
class Successors:
    """Who could be the mentor instead. `former` is the mentor now, `others` the further pairs he leads."""

    former: Member | None
    others: Sequence[OtherPair]
    people: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Succession:
    """What a replacement would mean: what the first stage will ask anew."""

    newcomer: Candidate
    former: Member | None
    definition: Definition
    needs: tuple[NeedStanding, ...]


def running_programmes(tx: Connection, organisation_id: int, *, today: date) -> list[ProgrammeRow]:
    """The organisation's own programmes whose period is not over."""
    found = programmes.listing(tx, visible=programme_table.c.organisation_id == organisation_id)
    return [one.programme for one in found if one.programme.period_end >= today]


def new_pair_choices(tx: Connection, *, by: By, programme_id: int, today: date) -> NewPairChoices | Refused:
    """Raises BadInput for a programme this person may not know of."""
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "pair.form", programme.organisation_id)) is not None:
        return no
    organisation = organisations.by_id(tx, programme.organisation_id)
    assert organisation is not None  # noqa: S101  # a foreign key says so
    return NewPairChoices(
        programme,
        organisation,
        pinned_definition(tx, programme.definition_id),
        stored.candidates(tx, organisation.path),
        stored.curators(tx, organisation.path, day=today),
        participants.curator_of(tx, path=organisation.path, day=today),
    )


def successors(tx: Connection, *, by: By, pair_id: int) -> Successors | Refused:
    """People who may lead the pair instead of its mentor; those already in it are left out."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("pair.replace")) is not None:
        return no
    standing = memberships.live(tx, pair_id)
    former = next((one for one in standing if one.role == "mentor"), None)
    inside = {one.person_id for one in standing if one.role != "curator"}
    people = [one for one in stored.candidates(tx, hand.path) if one.id not in inside and one.kind != "pupil"]
    others = stored.led_by(tx, former.person_id) if former else ()
    return Successors(former, [one for one in others if one.id != pair_id], sorted(people, key=_fitness))


def succession(tx: Connection, *, by: By, pair_id: int, mentor_id: int) -> Succession | Refused:
    """Raises BadInput of `--mentor` for somebody who is not among the successors."""
    found = successors(tx, by=by, pair_id=pair_id)
    if isinstance(found, Refused):
        return found
    newcomer = next((one for one in found.people if one.id == mentor_id), None)
    if newcomer is None:
        raise BadInput("--mentor", "Выберите наставника из списка", "Choose a mentor from the list")
    hand = take_pair(tx, by=by, pair_id=pair_id)
    return Succession(newcomer, found.former, hand.definition, _asked_anew(tx, hand, mentor_id))


def _asked_anew(tx: Connection, hand: PairAtHand, mentor_id: int) -> tuple[NeedStanding, ...]:
    """What the first stage will need with the new mentor, as it stands now."""
    first = next((move for move in hand.definition.moves if hand.definition.stages[0].key in move.from_), None)
    if first is None:
        return ()
    known = facts_for(tx, hand, first.needs)
    facts = stored_facts.with_mentor(tx, known, person_id=mentor_id, today=hand.today)
    return standings(first.needs, facts, hand.today, hand.calendar)


def _fitness(one: Candidate) -> tuple[bool, bool, int, str]:
    """Those with room and consents first, then by how few pairs they lead."""
    return (one.leads >= MOST_PAIRS_OF_A_MENTOR, not (one.consented and one.duty), one.leads, one.name)
