"""Starts a programme: one form of mentoring in one organisation for one period."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, programmes
from storage.organisations import OrganisationRow
from workflows.access import forbidden, unknown
from workflows.plain_text import plain_text
from workflows.publish_lifecycle import newest_lifecycle


@dataclass(frozen=True, slots=True)
class ProgrammeStarted:
    """New pairs pin `version` of `lifecycle` until they are moved to another."""

    id: int
    org: str
    title: str
    lifecycle: str
    version: int


def start_programme(
    tx: Connection,
    *,
    by: By,
    organisation: OrganisationRow,
    title: str,
    lifecycle: str,
    roadmap_id: int | None,
    starts: date,
    ends: date,
) -> ProgrammeStarted | Refused:
    """Starts it with the newest published version of the lifecycle; `ends` belongs to the period.

    `roadmap_id` must be a roadmap in force for the same organisation; None: stages have only their own days.
    """
    if (no := forbidden(tx, by, "programme.start", organisation.id)) is not None:
        return no
    named = plain_text(title, "--title")
    _check_period(starts, ends)
    if roadmap_id is not None and programmes.roadmap_owner(tx, roadmap_id) != organisation.id:
        raise unknown("--roadmap", roadmap_id)
    published = newest_lifecycle(tx, lifecycle, at=by.at)
    programme_id = programmes.add(
        tx,
        organisation_id=organisation.id,
        title=named,
        definition_id=published.id,
        roadmap_id=roadmap_id,
        period=(starts, ends),
    )
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="programme.start",
        subject=f"programme:{programme_id}",
        facts={
            "lifecycle": published.key,
            "version": published.version,
            "hash": published.hash,
            "roadmap": roadmap_id,
            "from": starts,
            "to": ends,
        },
        words={"title": named},
    )
    return ProgrammeStarted(programme_id, organisation.path, named, published.key, published.version)


def _check_period(starts: date, ends: date) -> None:
    if ends <= starts:
        raise BadInput(
            "--to",
            f"--to: программа должна кончаться позже, чем начинается ({starts})",
            f"--to: a programme must end after it starts ({starts})",
        )
