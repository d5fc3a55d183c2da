"""A small lifecycle and the people of one pair, for tests of the engine that read no files."""

from datetime import date

from engine.calendar import WorkCalendar
from engine.lifecycle.definition import (
    BEFORE_SUSPENSION,
    AfterEntered,
    Definition,
    Move,
    ProgrammeEnd,
    RoadmapDue,
    Stage,
)
from engine.lifecycle.facts import ConsentFact, Facts, MeetingFact, Member, PaperFact, Verdict
from engine.lifecycle.needs import Consents, Meeting, Notice, Order
from engine.words import Words

CALENDAR = WorkCalendar(days_off=frozenset({date(2025, 11, 4)}))
MONDAY = date(2025, 10, 6)

MENTOR = Member(1, "mentor", "Ким О. В.", "staff")
MENTEE = Member(2, "mentee", "Ли А. С.", "staff")
PUPIL = Member(3, "mentee", "Юн В.", "pupil", minor=True, representative_id=30)


def words(text: str) -> Words:
    return Words(f"«{text}»", text)


def lifecycle(*, version: int = 1, key: str = "small") -> Definition:
    """formed → trial → work → closed, with going back, suspension, replacement and two ways to end."""
    stages = (
        Stage("formed", words("formed")),
        Stage("trial", words("trial"), (RoadmapDue("first-meeting"), AfterEntered(10))),
        Stage("work", words("work"), (RoadmapDue("closing-game"), ProgrammeEnd())),
        Stage("closed", words("closed"), final=True),
        Stage("suspended", words("suspended"), resumes=True),
    )
    active = ("formed", "trial", "work")
    moves = (
        Move("acquaint", words("acquaint"), ("formed",), "trial", needs=(Consents("personal-data"), Order())),
        Move("start_work", words("start work"), ("trial",), "work", needs=(Meeting("trial", both_go=True),)),
        Move("back", words("back"), ("work",), "trial", kind="back"),
        Move("close", words("close"), ("work",), "closed", outcomes=("completed",)),
        Move("suspend", words("suspend"), active, "suspended", kind="suspend"),
        Move("resume", words("resume"), ("suspended",), BEFORE_SUSPENSION, kind="resume"),
        Move("replace_mentor", words("replace"), (*active, "suspended"), "formed", kind="replace"),
        Move(
            "end_early",
            words("end early"),
            (*active, "suspended"),
            "closed",
            kind="end",
            who=("curator", "mentor"),
            needs=(Notice(),),
            outcomes=("by_agreement", "mentor_left"),
        ),
        Move("never_start", words("never"), ("formed",), "closed", kind="end", outcomes=("never_started",)),
    )
    return Definition(key, version, words("small"), stages, moves)


def ready_to_leave_formed() -> Facts:
    """Both adults signed and the order is registered."""
    return Facts(
        stage="formed",
        entered_on=MONDAY,
        members=(MENTOR, MENTEE),
        consents=(ConsentFact(1, "personal-data", MONDAY), ConsentFact(2, "personal-data", MONDAY)),
        papers=(PaperFact(1, "order", "pairing", "17", MONDAY),),
    )


def after_trial(mentor: Verdict | None = "go", mentee: Verdict | None = "go") -> Facts:
    """In `trial`, with a trial meeting held on Tuesday and these verdicts."""
    meeting = MeetingFact("trial", date(2025, 10, 7), mentor_verdict=mentor, mentee_verdict=mentee, visit=1)
    return Facts(stage="trial", entered_on=MONDAY, members=(MENTOR, MENTEE), meetings=(meeting,))
