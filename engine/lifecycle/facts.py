"""What is known about one pair today: the facts that needs look at. Loaded by `storage`, one query per
kind.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.lifecycle.outcomes import Outcome

MemberRole = Literal["mentor", "mentee"]
PersonKind = Literal["staff", "pupil", "student", "employer"]
ConsentKind = Literal["personal-data", "photo", "mentoring-duty"]
PaperKind = Literal["order", "regulation", "plan", "report", "protocol", "reference", "register", "agreement"]
PAPER_PURPOSES = (
    "introduction",
    "curator",
    "working-group",
    "pairing",
    "plan-approval",
    "award",
    "early-end",
    "mentoring-report",
    "mentee-report",
    "partnership",
    "monitoring",
    "training",
    "statistics",
    "council",
    "mentors",
    "regulation",
    "programme",
    "personal-data",
    "photo",
    "mentoring-duty",
    "plan",
    "meetings",
    "base",
    "roadmap",
    "collection",
    "gratitude",
    "event",
    "publications",
    "requests",
    "content",
    "other",
)
"""What a paper may be for: a list that grows, so the type stays `str`."""
MeetingKind = Literal["acquaintance", "trial", "planning", "work", "final"]
Verdict = Literal["go", "stop"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the pair today. `minor` is decided outside, for today's local day."""

    person_id: int
    role: MemberRole
    name: str
    kind: PersonKind
    minor: bool = False
    representative_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """A signed consent of `person_id`. `by` is the representative who signed for a minor, None when signed in
    person. `valid_to` is its last day, None = until it is withdrawn.
    """

    person_id: int
    kind: ConsentKind
    signed_on: date
    withdrawn_on: date | None = None
    by: int | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A registered paper that names this pair. `purpose` is one of `PAPER_PURPOSES`."""

    id: int
    kind: PaperKind
    purpose: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting that was held. `absent` are person ids.

    `visit` is the visit number (`Facts.visit`) of the pair's stage when the meeting was recorded; None when
    unknown, then only its date speaks.
    """

    kind: MeetingKind
    held_on: date
    mentor_verdict: Verdict | None = None
    mentee_verdict: Verdict | None = None
    absent: frozenset[int] = frozenset()
    visit: int | None = None


@dataclass(frozen=True, slots=True)
class FeedbackFact:
    """Somebody's feedback about the pair's work; `visit` as in `MeetingFact`. `report`: it has the fields of one."""

    person_id: int
    given_on: date
    visit: int | None = None
    report: bool = False


@dataclass(frozen=True, slots=True)
class PlanFact:
    """The pair's personal plan in figures: how many items it has, how many are done, when it was approved
    (None: not yet).
    """

    items: int = 0
    done: int = 0
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class DiagnosticFact:
    """Somebody passed the diagnostics of a period, e.g. `2025-Q4`."""

    person_id: int
    period_key: str
    passed_on: date


@dataclass(frozen=True, slots=True)
class Ending:
    """An announced ending: who ends is told by `outcome`; the stage stays until `effective_on`."""

    outcome: Outcome
    notice_on: date
    effective_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """The pair as `decide` sees it.

    `visit` counts the entries into `stage` from 1; returning from suspension continues the visit, with its
    `entered_on`. `suspended_from` is the stage to resume to, only while suspended. `diagnostic_periods` are
    the keys of the periods whose diagnostics this pair has been asked to pass so far, the oldest first.
    """

    stage: str
    entered_on: date
    visit: int = 1
    members: tuple[Member, ...] = ()
    consents: tuple[ConsentFact, ...] = ()
    papers: tuple[PaperFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    feedback: tuple[FeedbackFact, ...] = ()
    plan: PlanFact = PlanFact()
    diagnostics: tuple[DiagnosticFact, ...] = ()
    diagnostic_periods: tuple[str, ...] = ()
    ending: Ending | None = None
    suspended_from: str | None = None

    def is_current(self, on: date, visit: int | None) -> bool:
        """Does something that happened on this day, recorded in this visit, count for the visit the pair is
        in?

        In the first visit everything counts, also what was held before (pairs are entered with back-dated
        evidence). In a repeated one (after a failed trial meeting, or with a new mentor) the old evidence is
        spent: it counts only if recorded in this visit or, when that is unknown, if it happened on or after
        the day the visit began.

        >>> again = Facts("trial_meeting", entered_on=date(2025, 10, 10), visit=2)
        >>> again.is_current(date(2025, 10, 3), 1), again.is_current(date(2025, 10, 14), 2)
        (False, True)
        """
        if self.visit == 1:
            return True
        return on >= self.entered_on if visit is None else visit >= self.visit
