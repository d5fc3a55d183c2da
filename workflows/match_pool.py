"""Gathers what matching looks at for a programme: who is ready on which side, ties, former pairs, wishes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from engine.lifecycle import OUTCOMES, Definition
from engine.lifecycle.outcomes import Outcome
from engine.matching import Bar, Form, Mentee, Mentor, Pool, form_of
from engine.questionnaires.meaning import Told, told
from storage import match_exclusions, match_people, organisations, profiles
from storage.match_people import Answer, PersonSeen
from storage.organisations import OrganisationRow
from storage.profiles import ProfileRow
from storage.programmes import ProgrammeRow
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.pinned_lifecycle import pinned_definition
from workflows.published_questionnaires import pinned

_SPEAKING = ("preferences", "needs", "entry")  # surveys whose answers matching listens to
_PLACES = 1  # of a mentor whom nobody asked how many pairs he would lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A programme with everybody who comes into question for it; `seen` are they all by id.

    `led`: people whose form of mentoring has a mentor for them already. `unready`: said they are not ready to mentor.
    `misfits`: have the role of one side, while the form takes no such people there. `silent`: were asked for their
    preferences and have not answered; `asked` says whether anybody was. `resting`: said at the end of a pair that they
    would not go on now.
    """

    programme: ProgrammeRow
    organisation: OrganisationRow
    definition: Definition
    today: date
    pool: Pool
    seen: Mapping[int, PersonSeen]
    led: frozenset[int]
    unready: frozenset[int]
    misfits: frozenset[int]
    resting: frozenset[int]
    silent: frozenset[int]
    asked: bool


@dataclass(slots=True)
class _Sides:
    """Everybody on the one side he stands on."""

    mentors: list[PersonSeen] = field(default_factory=list[PersonSeen])
    mentees: list[PersonSeen] = field(default_factory=list[PersonSeen])
    led: set[int] = field(default_factory=set[int])
    unready: set[int] = field(default_factory=set[int])
    misfits: set[int] = field(default_factory=set[int])
    resting: set[int] = field(default_factory=set[int])


def gather(
    tx: Connection, programme: ProgrammeRow, *, at: datetime, released: Collection[int] = frozenset()
) -> Gathered:
    """What there is to match today, by a number of queries that does not grow with people.

    `released`: mentees who are looked at as if their pairs had no mentor, because theirs leaves.
    """
    organisation = organisations.by_id(tx, programme.organisation_id)
    assert organisation is not None  # noqa: S101  # a foreign key says so
    today = organisation.today(at)
    definition = pinned_definition(tx, programme.definition_id)
    form = form_of(definition.key, definition.mentees)
    seen = {one.id: one for one in match_people.reachable(tx, organisation.path, day=today)}
    wishes = match_people.wishes(tx, organisation.path, since=today - relativedelta(years=1))
    going_on = {one for one, wish in wishes.items() if wish in ("mentee", "mentor")}
    if missing := (going_on | set(released)) - seen.keys():
        seen |= {one.id: one for one in match_people.by_ids(tx, missing, day=today)}
    said, answered = _said(tx, programme.id)
    known = profiles.of_people(tx, seen)
    stays = match_people.stays(tx, seen)
    led = {one.person_id for one in stays if one.role == "mentee" and one.lifecycle == definition.key}
    roles = match_people.sides(tx, seen, day=today)
    # Whoever has answered for this programme is taken at that word, whose mentor leaves still needs one.
    wishes = {one: wish for one, wish in wishes.items() if said[one] == Told()} | dict.fromkeys(released, "mentee")
    sides = _sides(seen.values(), roles, known, said, wishes, led=led.difference(released), form=form)
    places = len({one.organisation_id for one in (*sides.mentors, *sides.mentees)}) > 1
    leads = Counter(one.person_id for one in stays if one.role == "mentor")
    pool = _pool(
        tx,
        form,
        [_mentor(one, known.get(one.id), said[one.id], leads[one.id], places=places) for one in sides.mentors],
        [_mentee(one, known.get(one.id), said[one.id], today, places=places) for one in sides.mentees],
        seen,
        today=today,
    )
    asked = match_people.surveys_of(tx, programme.id, kind="preferences")
    sides_asked = {side for _, whom, _ in asked for side in ("mentor", "mentee") if whom in (side, "both")}
    asked_ids = {one.id for one in pool.mentors} if "mentor" in sides_asked else set[int]()
    asked_ids |= {one.id for one in pool.mentees} if "mentee" in sides_asked else set[int]()
    return Gathered(
        programme=programme,
        organisation=organisation,
        definition=definition,
        today=today,
        pool=pool,
        seen=seen,
        led=frozenset(sides.led),
        unready=frozenset(sides.unready),
        misfits=frozenset(sides.misfits),
        resting=frozenset(sides.resting),
        silent=frozenset(asked_ids - answered),
        asked=bool(sides_asked),
    )


def _sides(
    seen: Iterable[PersonSeen],
    roles: Mapping[int, Collection[str]],
    known: Mapping[int, ProfileRow],
    said: Mapping[int, Told],
    wishes: Mapping[int, str],
    *,
    led: Collection[int],
    form: Form,
) -> _Sides:
    """Nobody stands on both sides of one programme: whoever asks for help is helped first. `wishes` of a next cycle,
    said at the end of an earlier pair, come before roles: a mentee may go on as a mentor, somebody may rest.
    """
    sides = _Sides()
    for one in seen:
        profile, answer, held = known.get(one.id), said[one.id], roles.get(one.id, ())
        asks = bool(answer.needs or (profile and (profile.needs or profile.request)))
        offers = bool(answer.competences or (profile and (profile.competences or profile.capacity)))
        learns = "mentee" in held if len(held) == 1 else asks if held else asks and not offers
        teaches = not learns and ("mentor" in held or offers)
        match wishes.get(one.id):
            case "mentee" | "mentor" as side if one.id not in led:
                learns, teaches = side == "mentee", side == "mentor"
            case "later" | "no" if one.id not in led:
                sides.resting.add(one.id)
                continue
            case _:  # nothing was said, or it is too early to listen
                pass
        if learns and one.id in led:
            sides.led.add(one.id)
        elif learns:
            _place(one, sides.mentees, fits=one.kind in form.led, misfits=sides.misfits)
        elif teaches and answer.ready is False:
            sides.unready.add(one.id)
        elif teaches:
            _place(one, sides.mentors, fits=one.kind in form.leads, misfits=sides.misfits)
    return sides


def _place(one: PersonSeen, side: list[PersonSeen], *, fits: bool, misfits: set[int]) -> None:
    if fits:
        side.append(one)
    else:
        misfits.add(one.id)


def _mentor(one: PersonSeen, profile: ProfileRow | None, answer: Told, leads: int, *, places: bool) -> Mentor:
    capacity = profile.capacity if profile and profile.capacity is not None else _PLACES
    return Mentor(
        id=one.id,
        kind=one.kind,
        free=max(0, min(capacity, MOST_PAIRS_OF_A_MENTOR) - leads),
        leads=leads,
        competences=_both(profile.competences if profile else (), answer.competences),
        interests=_both(profile.interests if profile else (), answer.interests),
        wished_age=answer.wished_age or (profile.wished_age if profile else ""),
        position=one.position if one.kind == "staff" else "",
        organisation_id=one.organisation_id if places else 0,
        prefers=answer.preferred,
    )


def _mentee(one: PersonSeen, profile: ProfileRow | None, answer: Told, today: date, *, places: bool) -> Mentee:
    return Mentee(
        id=one.id,
        kind=one.kind,
        age=None if one.born is None else relativedelta(today, one.born).years,
        needs=_both(profile.needs if profile else (), answer.needs),
        interests=_both(profile.interests if profile else (), answer.interests),
        position=one.position if one.kind == "staff" else "",
        organisation_id=one.organisation_id if places else 0,
        prefers=answer.preferred,
    )


def _pool(
    tx: Connection,
    form: Form,
    mentors: list[Mentor],
    mentees: list[Mentee],
    seen: Mapping[int, PersonSeen],
    *,
    today: date,
) -> Pool:
    everybody = {one.id for one in mentors} | {one.id for one in mentees}
    barred: dict[tuple[int, int], Bar] = {}
    past: dict[tuple[int, int], list[Outcome]] = defaultdict(list)
    for mentor_id, mentee_id, outcome, stopped in match_people.past(tx, everybody):
        past[mentor_id, mentee_id].extend(known for known in OUTCOMES if known == outcome)
        if stopped:
            barred[mentor_id, mentee_id] = "stopped"
    for one, other in match_people.relatives(tx, everybody, day=today):
        barred[one, other] = barred[other, one] = "relative"
    for row in match_exclusions.among_people(tx, everybody):
        barred[row.mentor_id, row.mentee_id] = "excluded"
    heads = match_people.heads(tx, [one.id for one in mentors], day=today)
    superiors = {
        (head, one.id) for head, path in heads for one in mentees if one.kind == "staff" and seen[one.id].path == path
    }
    return Pool(
        form=form,
        mentors=tuple(mentors),
        mentees=tuple(mentees),
        barred=_within(barred, mentors, mentees),
        past={couple: tuple(outcomes) for couple, outcomes in past.items()},
        superiors=frozenset(superiors),
    )


def _within(barred: Mapping[tuple[int, int], Bar], mentors: list[Mentor], mentees: list[Mentee]) -> dict[Any, Bar]:
    """Only what can matter here, so that a bar elsewhere does not make a proposal out of date."""
    leading, learning = {one.id for one in mentors}, {one.id for one in mentees}
    return {couple: bar for couple, bar in barred.items() if couple[0] in leading and couple[1] in learning}


def _said(tx: Connection, programme_id: int) -> tuple[Mapping[int, Told], set[int]]:
    """What everybody's newest answers say, and who has answered about preferences."""
    given = match_people.answers(tx, programme_id, kinds=_SPEAKING)
    questionnaires = pinned(tx, {one.definition_id for one in given})
    found: dict[int, Told] = defaultdict(Told)
    for one in given:  # the newest first: what it says stands, older ones fill in what it is silent about
        asked = questionnaires.get(one.definition_id or 0)
        said = Told(preferred=_bare(one)) if asked is None else told(asked, one.answers)
        found[one.person_id] = _filled(found[one.person_id], said)
    return found, {one.person_id for one in given if one.kind == "preferences"}


def _filled(newer: Told, older: Told) -> Told:
    return Told(
        needs=newer.needs or older.needs,
        competences=newer.competences or older.competences,
        interests=newer.interests or older.interests,
        wished_age=newer.wished_age or older.wished_age,
        preferred=newer.preferred or older.preferred,
        ready=older.ready if newer.ready is None else newer.ready,
    )


def _bare(answer: Answer) -> tuple[int, ...]:
    """A survey without a questionnaire takes any words: the numbers of people stand in them in order."""
    if answer.kind != "preferences":
        return ()
    words = [str(one) for value in answer.answers.values() for one in (value if isinstance(value, list) else [value])]
    numbers = " ".join(words).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 10))


def _both(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
