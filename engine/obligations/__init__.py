"""What is due: derived from data, compared with what stands, never remembered by a timer."""

from engine.obligations.asking import AskedFacts, SurveyFacts, asked_of, occurrence_of, survey_owes
from engine.obligations.deriving import (
    Derived,
    ItemFacts,
    PairFacts,
    Past,
    PlanItemFacts,
    TaskFacts,
    item_owes,
    pair_owes,
    plan_item_owes,
    task_owes,
    wants_a_date,
)
from engine.obligations.progress import Bar, Paint, Progress, Share, bars, progress
from engine.obligations.reconciling import Changes, Moved, Standing, reconcile

__all__ = [
    "AskedFacts",
    "Bar",
    "Changes",
    "Derived",
    "ItemFacts",
    "Moved",
    "Paint",
    "PairFacts",
    "Past",
    "PlanItemFacts",
    "Progress",
    "Share",
    "Standing",
    "SurveyFacts",
    "TaskFacts",
    "asked_of",
    "bars",
    "item_owes",
    "occurrence_of",
    "pair_owes",
    "plan_item_owes",
    "progress",
    "reconcile",
    "survey_owes",
    "task_owes",
    "wants_a_date",
]
