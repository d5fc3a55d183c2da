"""The local life of an organisation: its day, its working days and its reminder policy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.calendar import WorkCalendar
from engine.reminders.policy import Policy
from storage.surroundings import Surroundings, surroundings
from workflows.calendars import calendar_for
from workflows.definitions.policy_files import policy, policy_from_json


@dataclass(frozen=True, slots=True)
class LocalLife:
    """Zone, calendar and policy of one organisation."""

    organisation_id: int
    path: str
    name: str
    kind: str
    zone: ZoneInfo
    calendar: WorkCalendar
    policy: Policy
    municipality_id: int | None

    def today(self, at: datetime) -> date:
        """The organisation's local day at an instant."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy before it is published: how life would be if it held at `path` and below."""

    path: str
    policy: Policy

    def reaches(self, path: str) -> bool:
        """Whether the organisation lies where it would hold."""
        return path == self.path or path.startswith(f"{self.path}/")


def local_life(tx: Connection, organisation_id: int) -> LocalLife:
    """The local life of one organisation, which must exist."""
    return local_lives(tx, [organisation_id])[organisation_id]


def local_lives(tx: Connection, organisation_ids: Iterable[int], *, trial: Trial | None = None) -> dict[int, LocalLife]:
    """The local lives of many organisations by a fixed number of queries, as they are or as `trial` would make them."""
    wanted = set(organisation_ids)
    if not wanted:
        return {}
    found = surroundings(tx, wanted)
    return {key: _tried(_life(one), one.policy_path, trial) for key, one in found.items()}


def _life(found: Surroundings) -> LocalLife:
    return LocalLife(
        organisation_id=found.organisation_id,
        path=found.path,
        name=found.name,
        kind=found.kind,
        zone=ZoneInfo(found.timezone),
        calendar=_calendar(found.week, tuple(sorted(found.overrides.items()))),
        policy=_policy(found.policy_body),
        municipality_id=found.municipality_id,
    )


def _tried(life: LocalLife, policy_path: str | None, trial: Trial | None) -> LocalLife:
    """A policy published nearer to the organisation than the tried one would stay in force."""
    if trial is None or not trial.reaches(life.path) or len(policy_path or "") > len(trial.path):
        return life
    return replace(life, policy=trial.policy)


# A thousand schools share a handful of calendars and policies: building them once keeps a tick cheap.
@lru_cache(maxsize=256)
def _calendar(week: int, overrides: tuple[tuple[date, bool], ...]) -> WorkCalendar:
    return calendar_for(week=6 if week == 6 else 5, overrides=dict(overrides))


@lru_cache(maxsize=256)
def _policy(body: str | None) -> Policy:
    return policy() if body is None else policy_from_json(body)
