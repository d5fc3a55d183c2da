"""What is due: derived from data, compared with what stands, never remembered by a timer."""

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
from engine.obligations.reconciling import Changes, Moved, Standing, reconcile

__all__ = [
    "Changes",
    "Derived",
    "ItemFacts",
    "Moved",
    "PairFacts",
    "Past",
    "PlanItemFacts",
    "Standing",
    "TaskFacts",
    "item_owes",
    "pair_owes",
    "plan_item_owes",
    "reconcile",
    "task_owes",
    "wants_a_date",
]
