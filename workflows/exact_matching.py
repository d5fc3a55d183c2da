"""The exact solver behind the engine's protocol: scipy's linear assignment. Needs the extra `[matching]`."""

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types

from engine.matching.model import FORBIDDEN, Found, Places, Table


class Exact:
    """The best assignment there is. A mentor's places are columns of their own; a forbidden couple has no finite cost.

    Every mentee may also stay alone, in a column of his own that costs nothing: so an answer always exists and a
    forbidden couple is never a way out.
    """

    name = "best"

    def __call__(self, table: Table, places: Places) -> Found:
        width = sum(len(each) for each in places)
        if not table or not width:
            return [None] * len(table)
        counts = [len(each) for each in places]
        owner = np.repeat(np.arange(len(places)), counts)
        points = np.asarray(table, dtype=np.float64)[:, owner]
        forbidden = points == FORBIDDEN
        points -= np.concatenate([np.asarray(each, dtype=np.float64) for each in places])
        # First as many mentees as possible, then points: one more mentee outweighs whatever points can add up to.
        # Whole numbers below 2**53 stay exact in a float.
        one_more = (len(table) + 1) * (float(points.max()) + 1)
        cost = np.zeros((len(table), width + len(table)))
        cost[:, :width] = np.where(forbidden, np.inf, -(one_more + points))
        rows, columns = linear_sum_assignment(cost)
        found: Found = [None] * len(table)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if column < width:
                found[row] = int(owner[column])
        return found
