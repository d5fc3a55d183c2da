"""Named needs of moves. A new need is one frozen dataclass, one line in `NEEDS` and its tests."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.lifecycle.needs.consents import Consents
from engine.lifecycle.needs.diagnostics import Diagnostics
from engine.lifecycle.needs.feedback import Feedback
from engine.lifecycle.needs.meetings import Meeting
from engine.lifecycle.needs.need import Need
from engine.lifecycle.needs.papers import Order, Paper, Report
from engine.lifecycle.needs.plan import PlanApproved, PlanDone, PlanItems
from engine.lifecycle.needs.waiting import MinimumDays, Notice

__all__ = [
    "NEEDS",
    "Consents",
    "Diagnostics",
    "Feedback",
    "Meeting",
    "MinimumDays",
    "Need",
    "Notice",
    "Order",
    "Paper",
    "PlanApproved",
    "PlanDone",
    "PlanItems",
    "Report",
]

_ALL: tuple[type[Need], ...] = (
    Consents,
    Order,
    Paper,
    Meeting,
    Feedback,
    PlanItems,
    PlanApproved,
    PlanDone,
    Diagnostics,
    Report,
    MinimumDays,
    Notice,
)
NEEDS: Mapping[str, type[Need]] = MappingProxyType({need.name: need for need in _ALL})
