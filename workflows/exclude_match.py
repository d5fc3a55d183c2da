"""«Никогда не предлагать вместе»: a couple is excluded from matching, or allowed again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, match_exclusions
from storage.programmes import ProgrammeRow
from workflows.access import forbidden
from workflows.choose_people import choose_people
from workflows.consent_gate import refused_before_consent, without_consent_among
from workflows.find_programme import find_programme
from workflows.local_life import local_life
from workflows.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class MatchExcluded:
    id: int
    programme_id: int
    mentor_id: int
    mentee_id: int


def exclude_match(
    tx: Connection, *, by: By, programme_id: int, mentor_id: int, mentee_id: int, reason: str = ""
) -> MatchExcluded | Refused:
    """These two are proposed to each other in no programme any more. Done twice, it changes nothing.

    The programme says whose people they must be. A reason waits for the consent of both to process personal data.
    Raises BadInput for people it cannot choose.
    """
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := _checked(tx, by, programme, mentor_id, mentee_id)) is not None:
        return no
    if (known := match_exclusions.of_couple(tx, mentor_id, mentee_id)) is not None:
        return MatchExcluded(known.id, programme_id, mentor_id, mentee_id)
    told = plain_text(reason, "--reason", longest=500) if reason.strip() else ""
    today = local_life(tx, programme.organisation_id).today(by.at)
    silent = refused_before_consent({"reason": told})
    if silent is not None and without_consent_among(tx, {mentor_id, mentee_id}, day=today):
        return silent
    exclusion_id = match_exclusions.add(
        tx, mentor_id=mentor_id, mentee_id=mentee_id, reason=told, at=by.at, actor_id=by.person_id
    )
    _note(tx, by, programme, "match.exclude", mentor_id, mentee_id, told)
    return MatchExcluded(exclusion_id, programme_id, mentor_id, mentee_id)


def allow_match(
    tx: Connection, *, by: By, programme_id: int, mentor_id: int, mentee_id: int
) -> MatchExcluded | Refused:
    """They may be proposed again. Raises BadInput when they were not excluded."""
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := _checked(tx, by, programme, mentor_id, mentee_id)) is not None:
        return no
    known = match_exclusions.of_couple(tx, mentor_id, mentee_id)
    if known is None:
        raise BadInput("--mentee", "--mentee: такого запрета нет", "--mentee: there is no such exclusion")
    match_exclusions.remove(tx, known.id)
    _note(tx, by, programme, "match.allow", mentor_id, mentee_id, "")
    return MatchExcluded(known.id, programme_id, mentor_id, mentee_id)


def _checked(tx: Connection, by: By, programme: ProgrammeRow, mentor_id: int, mentee_id: int) -> Refused | None:
    if (no := forbidden(tx, by, "match.exclude", programme.organisation_id)) is not None:
        return no
    path = local_life(tx, programme.organisation_id).path
    choose_people(tx, [mentor_id], path=path, field="--mentor")
    choose_people(tx, [mentee_id], path=path, field="--mentee")
    if mentor_id == mentee_id:
        raise BadInput("--mentee", "--mentee: назовите двух разных людей", "--mentee: name two different people")
    return None


def _note(
    tx: Connection, by: By, programme: ProgrammeRow, verb: str, mentor_id: int, mentee_id: int, reason: str
) -> None:
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb=verb,
        subject=f"programme:{programme.id}",
        facts={},
        people={"mentor": mentor_id, "mentee": mentee_id},
        words={"reason": reason} if reason else None,
    )
