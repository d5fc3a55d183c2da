"""Matching as it stands before a proposal: programmes to choose from, who is ready, who may never meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import match_exclusions, match_proposals
from storage.match_exclusions import ExclusionRow
from storage.match_people import PersonSeen
from storage.match_proposals import ProposalRow
from storage.programmes import ProgrammeRow
from workflows.access import forbidden
from workflows.find_programme import find_programme
from workflows.match_pool import Gathered, gather
from workflows.prepare_pair import running_programmes


@dataclass(frozen=True, slots=True)
class ReadyMentor:
    """A mentor with how many more pairs he can take on and how many he leads."""

    person: PersonSeen
    free: int
    leads: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """A couple that is never proposed."""

    row: ExclusionRow
    mentor: PersonSeen
    mentee: PersonSeen


@dataclass(frozen=True, slots=True)
class Readiness:
    """Who can be matched in a programme today. `last` is its newest proposal."""

    gathered: Gathered
    mentors: tuple[ReadyMentor, ...]
    waiting: tuple[PersonSeen, ...]
    silent: tuple[PersonSeen, ...]
    misfits: tuple[PersonSeen, ...]
    unready: tuple[PersonSeen, ...]
    resting: tuple[PersonSeen, ...]
    excluded: tuple[Excluded, ...]
    last: ProposalRow | None

    @property
    def places(self) -> int:
        return sum(one.free for one in self.mentors)

    @property
    def ready(self) -> bool:
        """Whether there is anything to propose."""
        return bool(self.places and self.waiting)


def programmes_to_match(tx: Connection, organisation_id: int, *, today: date) -> Sequence[ProgrammeRow]:
    """The organisation's programmes whose period is not over."""
    return running_programmes(tx, organisation_id, today=today)


def show_readiness(tx: Connection, *, by: By, programme_id: int) -> Readiness | Refused:
    """Raises BadInput for a programme this person may not know of."""
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "match.propose", programme.organisation_id)) is not None:
        return no
    gathered = gather(tx, programme, at=by.at)
    seen = gathered.seen

    def named(ids: frozenset[int]) -> tuple[PersonSeen, ...]:
        return tuple(sorted((seen[one] for one in ids), key=lambda one: (one.name, one.id)))

    mentors = [ReadyMentor(seen[one.id], one.free, one.leads) for one in gathered.pool.mentors]
    return Readiness(
        gathered,
        tuple(sorted(mentors, key=lambda one: (one.free == 0, one.person.name, one.person.id))),
        named(frozenset(one.id for one in gathered.pool.mentees)),
        named(gathered.silent),
        named(gathered.misfits),
        named(gathered.unready),
        named(gathered.resting),
        tuple(
            Excluded(row, seen[row.mentor_id], seen[row.mentee_id]) for row in match_exclusions.among_people(tx, seen)
        ),
        match_proposals.newest(tx, programme_id),
    )
