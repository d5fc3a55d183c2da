"""What came of the played year, read from the contract's views alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text

from nastavnik.demo.cast import DISTRICT, REGION
from storage.scope import Scope
from workflows.list_overdue import OverdueLine, list_overdue

_DISTRICT = f"{REGION.slug}/{DISTRICT.slug}"
_LETTERS = text("SELECT kind, state, count(*) AS number FROM v_letter GROUP BY kind, state ORDER BY kind, state")
_PAIRS = text(
    "SELECT lifecycle, stage, coalesce(outcome, '') AS outcome, count(*) AS number FROM v_pair"
    " GROUP BY lifecycle, stage, outcome ORDER BY lifecycle, stage, outcome"
)
_TROUBLED = text(
    "SELECT id, kind, recipient, state, reason FROM v_letter WHERE state IN ('failed', 'uncertain', 'held') ORDER BY id"
)
_SILENCES = text(
    "SELECT state, reason, count(*) AS number FROM"
    " (SELECT state, reason FROM v_letter WHERE state = 'cancelled'"
    "  UNION ALL"
    "  SELECT state, reason FROM v_reminder WHERE state IN ('cancelled', 'suppressed', 'superseded')) AS silent"
    " GROUP BY state, reason ORDER BY number DESC, state, reason"
)
_DATES = text(
    "SELECT status, count(*) AS number, sum(CASE WHEN due_on <> first_due_on THEN 1 ELSE 0 END) AS moved"
    " FROM v_obligation GROUP BY status ORDER BY status"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`letters`: kind, state, number. `pairs`: lifecycle, stage, outcome, number. `troubled`: letters that did not
    arrive for sure. `silences`: why something was not sent. `obligations`: status, number, how many of them moved.
    """

    letters: Sequence[RowMapping]
    pairs: Sequence[RowMapping]
    overdue: Sequence[OverdueLine]
    troubled: Sequence[RowMapping]
    silences: Sequence[RowMapping]
    obligations: Sequence[RowMapping]

    @property
    def sent(self) -> int:
        return sum(row["number"] for row in self.letters if row["state"] == "sent")


def count(tx: Connection, *, at: datetime) -> Figures:
    """The figures as the district's administrator may know them at an instant: no participant is named."""
    return Figures(
        letters=tx.execute(_LETTERS).mappings().all(),
        pairs=tx.execute(_PAIRS).mappings().all(),
        overdue=list_overdue(tx, Scope(paths=(_DISTRICT,)), seen_from=_DISTRICT, at=at),
        troubled=tx.execute(_TROUBLED).mappings().all(),
        silences=tx.execute(_SILENCES).mappings().all(),
        obligations=tx.execute(_DATES).mappings().all(),
    )
