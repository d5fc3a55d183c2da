"""What is due: derived from data, compared with what stands, never remembered by a timer."""

from engine.obligations.deriving import (
    Derived,
    ItemFacts,
    PairFacts,
    PlanItemFacts,
    TaskFacts,
    derive_item,
    derive_pair,
    derive_plan_item,
    derive_task,
    wants_a_date,
)
from engine.obligations.reconciling import Changes, Moved, Standing, reconcile

__all__ = [
    "Changes",
    "Derived",
    "ItemFacts",
    "Moved",
    "PairFacts",
    "PlanItemFacts",
    "Standing",
    "TaskFacts",
    "derive_item",
    "derive_pair",
    "derive_plan_item",
    "derive_task",
    "reconcile",
    "wants_a_date",
]
