"""What a figure is made of: the things that are counted, and those of its whole that are not counted yet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.indicators.counting import Counting
from storage import measures, organisations
from storage.measure_frame import Frame
from storage.scope import below
from workflows.figures_at_hand import Reading, SeriesFigure

MOST = 200
_NAMED_KINDS = frozenset({"person", "visit", "guest", "event", "plan-item", "evidence", "count"})
"""What speaks of people, links that lead to them, and somebody's own words: only inside their own organisation."""


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One thing. `label` is "" for people of an organisation where the reader sees no names."""

    kind: str
    id: int
    ref: int
    label: str
    org: str
    amount: int


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """`counted`: the numerator; `lacking`: what is in the whole and not in the numerator. At most `most` of each, of so
    many."""

    counted: tuple[BehindRow, ...]
    lacking: tuple[BehindRow, ...]
    counted_of: int
    lacking_of: int


def rows_behind(
    tx: Connection, figure: Reading | SeriesFigure, *, named: Callable[[str], bool], most: int = MOST
) -> RowsBehind:
    """`named` says of an organisation's path whether its people have names for the reader."""
    above, below_line = sides(figure)
    frame = figure.frame
    counted, counted_of = _first(tx, above, (), frame, most)
    whole = below_line if _same_things(above, below_line) else ()
    lacking, lacking_of = _first(tx, whole, above if whole else (), frame, most)
    paths = _paths(tx, frame)
    return RowsBehind(_shown(counted, paths, named), _shown(lacking, paths, named), counted_of, lacking_of)


def lacking_behind(
    tx: Connection, figure: Reading | SeriesFigure, *, named: Callable[[str], bool], most: int
) -> tuple[BehindRow, ...]:
    """The first `most` that are in the whole and not in the numerator, for a page that tells neither how many more nor
    what is counted already.
    """
    above, below_line = sides(figure)
    if not _same_things(above, below_line):
        return ()
    found = measures.behind(tx, below_line, figure.frame, most=most, without=above)
    return _shown(found, _paths(tx, figure.frame), named)


def _first(
    tx: Connection, wanted: Sequence[Counting], without: Sequence[Counting], frame: Frame, most: int
) -> tuple[Sequence[measures.Behind], int]:
    """The first `most`, and how many there are; those are counted only when some may be left."""
    found = measures.behind(tx, wanted, frame, most=most, without=without)
    return found, len(found) if len(found) < most else measures.how_many(tx, wanted, frame, without=without)


def sides(figure: Reading | SeriesFigure) -> tuple[Sequence[Counting], Sequence[Counting]]:
    if isinstance(figure, SeriesFigure):
        return (figure.numerator,), (figure.denominator,)
    return figure.measure.numerator, figure.measure.denominator


def _same_things(above: Iterable[Counting], below_line: Iterable[Counting]) -> bool:
    """Whether the numerator is a part of the listed whole; a number somebody entered lists nobody."""
    by_hand = {"entered", "whole", "invited_or_whole"}
    return not any(one.rule in by_hand for one in (*above, *below_line))


def _paths(tx: Connection, frame: Frame) -> dict[int, str]:
    return {row.id: row.path for row in organisations.listing(tx, visible=below([frame.path]))}


def _shown(
    found: Iterable[measures.Behind], paths: dict[int, str], named: Callable[[str], bool]
) -> tuple[BehindRow, ...]:
    return tuple(_row(one, paths.get(one.organisation_id, ""), named) for one in found)


def _row(one: measures.Behind, path: str, named: Callable[[str], bool]) -> BehindRow:
    silent = one.kind in _NAMED_KINDS and not named(path)
    return BehindRow(one.kind, one.ident, one.ref, "" if silent else one.label, path, one.amount)
