"""What mends an unmet need: the page each need's button opens, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from engine.lifecycle import NeedStanding
from engine.permissions import Verb
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Mending:
    """A button. `act` is the last part of the address; `carries` are parameters of the need it is opened with."""

    act: str
    words: Words
    verb: Verb
    icon: str = "pencil"
    carries: tuple[str, ...] = ()
    person: bool = False


_PAPER = ("kind", "purpose")

MENDING: Mapping[str, tuple[Mending, ...]] = MappingProxyType(
    {
        "consents": (
            Mending(
                "consent", Words("Внести согласие", "Enter the consent"), "consent.record", "file-text", ("kind",), True
            ),
        ),
        "order": (Mending("paper", Words("Внести приказ", "Enter the order"), "paper.register", "file-text", _PAPER),),
        "paper": (
            Mending("paper", Words("Внести документ", "Enter the paper"), "paper.register", "file-text", _PAPER),
        ),
        "report": (Mending("paper", Words("Внести отчёт", "Enter the report"), "paper.register", "file-text", _PAPER),),
        "meeting": (
            Mending(
                "meeting", Words("Отметить встречу", "Record the meeting"), "meeting.record", "calendar-days", ("kind",)
            ),
        ),
        "feedback": (
            Mending(
                "feedback",
                Words("Внести отзыв", "Enter the feedback"),
                "feedback.record",
                "message-circle",
                person=True,
            ),
        ),
        "plan_items": (Mending("plan", Words("Составить план", "Write the plan"), "plan.set", "list-todo"),),
        "plan_approved": (
            Mending("plan/approval", Words("Утвердить план", "Approve the plan"), "plan.approve", "circle-check"),
        ),
        "plan_done": (Mending("#plan", Words("Отметить пункты", "Mark the items"), "plan.mark", "list-checks"),),
        "diagnostics": (
            Mending(
                "diagnostics",
                Words("Внести диагностику", "Enter the diagnostics"),
                "survey.answer",
                "chart-column",
                person=True,
            ),
        ),
        "minimum_days": (),
        "notice": (),
    }
)
"""Time alone mends the last two."""


def mendings(line: NeedStanding, may: frozenset[Verb]) -> tuple[Mending, ...]:
    """The buttons of one unmet line that this reader may press."""
    if line.met:
        return ()
    return tuple(one for one in MENDING.get(line.need.name, ()) if one.verb in may)


def address_of(pair_id: int, one: Mending, line: NeedStanding) -> str:
    """Where the button leads: the act with what is known already filled in."""
    if one.act.startswith("#"):
        return one.act
    asked = {name: str(getattr(line.need, name, "")) for name in one.carries}
    if line.need.name in ("order", "report"):  # these needs say their kind by their own name
        asked["kind"] = line.need.name
    if one.person and line.member is not None:
        asked["person"] = str(line.member.person_id)
    return f"/pairs/{pair_id}/{one.act}" + (f"?{urlencode(asked)}" if asked else "")
