"""Forms a pair or a group, at the first stage or, with back-dated evidence, at a later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition
from engine.refusals import BadInput, Refused
from storage import journal, memberships, organisations, pairs, participants
from storage.journal import PairStep
from storage.memberships import MemberRole
from storage.organisations import OrganisationRow
from storage.programmes import ProgrammeRow
from workflows.access import forbidden
from workflows.announce import announce_pair
from workflows.announce_event import announce_stage
from workflows.choose_people import choose_people, too_many_pairs
from workflows.derive_obligations import derive_pair
from workflows.find_programme import find_programme
from workflows.local_life import local_life
from workflows.pinned_lifecycle import pinned_definition


@dataclass(frozen=True, slots=True)
class PairFormed:
    """`entered` says whether the pair began with us (`formed`) or was brought in at some later point."""

    id: int
    number: int
    stage: str
    since: date
    entered: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where and when the pair enters its lifecycle."""

    stage: str
    since: date
    back_dated: bool

    @property
    def entered(self) -> str:
        return "back-dated" if self.back_dated else "formed"


def form_pair(
    tx: Connection,
    *,
    by: By,
    programme_id: int,
    mentor_id: int,
    mentee_ids: Sequence[int],
    curator_id: int | None = None,
    stage: str | None = None,
    since: date | None = None,
) -> PairFormed | Refused:
    """Forms the pair. `curator_id` None: the organisation's curator, or that of the nearest one above.

    `stage` enters it at that stage of its lifecycle and `since` dates the entry (today when None); both are for
    pairs already at work when they come to us, and the journal says so.
    """
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "pair.form", programme.organisation_id)) is not None:
        return no
    definition = pinned_definition(tx, programme.definition_id)
    _check_people(definition, mentor_id, mentee_ids)
    organisation = organisations.by_id(tx, programme.organisation_id)
    assert organisation is not None  # noqa: S101  # a foreign key says so
    [mentor] = choose_people(tx, [mentor_id], path=organisation.path, field="--mentor")
    choose_people(tx, mentee_ids, path=organisation.path, field="--mentee")
    if (full := too_many_pairs(tx, mentor)) is not None:
        return full
    entry = _entry(definition, stage, since, today=local_life(tx, organisation.id).today(by.at))
    people: list[tuple[int, MemberRole]] = [(mentor_id, "mentor"), *((one, "mentee") for one in mentee_ids)]
    curator = _curator(tx, organisation, curator_id, entry.since)
    if curator is not None:
        people.append((curator, "curator"))
    return _store(tx, by=by, programme=programme, people=people, entry=entry)


def _check_people(definition: Definition, mentor_id: int, mentee_ids: Sequence[int]) -> None:
    least, most = definition.mentees.at_least, definition.mentees.at_most
    if not least <= len(mentee_ids) <= most:
        count = str(least) if least == most else f"{least}–{most}"
        raise BadInput(
            "--mentee",
            f"--mentee: здесь наставляемых должно быть {count}, названо {len(mentee_ids)}",
            f"--mentee: {count} needed here, {len(mentee_ids)} named",
        )
    if len({mentor_id, *mentee_ids}) != 1 + len(mentee_ids):
        raise BadInput(
            "--mentee",
            "--mentee: один человек назван в паре дважды",
            "--mentee: one person is named twice in the pair",
        )


def _entry(definition: Definition, stage: str | None, since: date | None, *, today: date) -> _Entry:
    first = definition.stages[0].key
    if since is not None and since > today:
        raise BadInput("--since", f"--since: {since} ещё не наступило", f"--since: {since} has not come yet")
    wanted = stage or first
    if wanted not in (allowed := [one.key for one in definition.stages if not (one.final or one.resumes)]):
        listed = ", ".join(allowed)
        raise BadInput("--stage", f"--stage: «{wanted}» не подходит, одно из: {listed}", f"--stage: one of: {listed}")
    return _Entry(wanted, since or today, back_dated=wanted != first or (since or today) < today)


def _curator(tx: Connection, organisation: OrganisationRow, curator_id: int | None, day: date) -> int | None:
    if curator_id is not None:
        [chosen] = choose_people(tx, [curator_id], path=organisation.path, field="--curator", or_above=True)
        return chosen.id
    return participants.curator_of(tx, path=organisation.path, day=day)


def _store(
    tx: Connection, *, by: By, programme: ProgrammeRow, people: list[tuple[int, MemberRole]], entry: _Entry
) -> PairFormed:
    number = pairs.next_number(tx, programme.organisation_id)
    pair_id = pairs.add(
        tx,
        programme_id=programme.id,
        organisation_id=programme.organisation_id,
        definition_id=programme.definition_id,
        number=number,
        stage=entry.stage,
        stage_since=entry.since,
        entered=entry.entered,
        pair_seq=1,
    )
    memberships.begin(tx, pair_id=pair_id, people=people, from_day=entry.since)
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="pair.form",
        subject=f"pair:{pair_id}",
        facts={"visit": 1, "number": number, "entered": entry.entered, "since": entry.since},
        people={role: [person for person, held in people if held == role] for _, role in people},
        pair=PairStep(pair_id=pair_id, pair_seq=1, move="form", to_stage=entry.stage),
    )
    derive_pair(tx, pair_id, at=by.at)
    announce_pair(tx, kind="pair_formed", pair_id=pair_id, seq=1, at=by.at)
    if (formed := pairs.get(tx, pair_id)) is not None:
        announce_stage(tx, pair=formed, move="form", seq=1, from_stage=None, at=by.at)
    return PairFormed(pair_id, number, entry.stage, entry.since, entry.entered)
