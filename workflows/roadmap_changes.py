"""What a corrected file would change in a live roadmap, row by row and field by field. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.deadlines import from_key, write
from engine.permissions import ROLE_TITLES
from engine.roadmap_diff import DiffRow, FieldChange, changes, paired
from engine.roadmap_making import Made
from engine.roadmap_mending import MendedRow
from engine.roadmaps import Threshold
from storage import roadmaps
from storage.roadmaps import LiveItem
from workflows.make_roadmap_live import item_columns
from workflows.roadmap_import_at_hand import ImportAtHand
from workflows.threshold_words import threshold_words

# Where the words of a value did not change between the two files, what people made of it since stays.
_FOLLOWING = {
    "deadline": ("deadline_text", "deadline_kind", "deadline_value", "source_deadline_text"),
    "responsible": ("responsible_text", "responsible_role", "coexecutors"),
    "result": ("result", "thresholds", "document_kind"),
    "activity": ("title",),
}
_EDITED_BY = {"result": {"result", "thresholds", "document_kind"}}
_OWN = frozenset({"key", "notes"})  # the live row's, whatever the file says


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A live row and the file's row that are one. `columns` are the values it would have."""

    live: LiveItem
    row: MendedRow
    columns: Mapping[str, Any]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RoadmapDifference:
    """`order`: the rows of the file as (live row's id or None, the file's row), from above."""

    roadmap: Row[Any]
    made: Made
    added: tuple[tuple[MendedRow, Mapping[str, Any]], ...]
    changed: tuple[RowDifference, ...]
    same: tuple[RowDifference, ...]
    gone: tuple[LiveItem, ...]
    head: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone or self.head)


def roadmap_changes(tx: Connection, at_hand: ImportAtHand) -> RoadmapDifference:
    """The difference between the draft and the roadmap it corrects; its period must be known."""
    assert at_hand.row.roadmap_id is not None  # noqa: S101  # the caller has looked
    roadmap = roadmaps.get(tx, at_hand.row.roadmap_id)
    assert roadmap is not None  # noqa: S101  # the import refers to it
    live = {str(one.row.id): one for one in roadmaps.live_items(tx, roadmap.id)}
    made = at_hand.made(taken=tuple(row.key for row in roadmaps.every_item(tx, roadmap.id)))
    rows = {row.name: row for row in made.rows}
    pairing = paired(
        [DiffRow(name, one.row.number, one.row.key, one.row.title) for name, one in live.items()],
        [DiffRow(row.name, row.item.number, row.item.key, row.item.activity.text) for row in made.rows],
    )
    titles = {section.number: section.title for section in made.template.sections}
    fresh = {row.name: item_columns(item, titles) for row, item in zip(made.rows, made.template.items, strict=True)}
    both = [
        _difference(live[old], rows[new], fresh[new], same_period=_same_period(roadmap, made))
        for old, new in pairing.pairs
    ]
    return RoadmapDifference(
        roadmap=roadmap,
        made=made,
        added=tuple((rows[name], fresh[name]) for name in pairing.added),
        changed=tuple(one for one in both if one.fields),
        same=tuple(one for one in both if not one.fields),
        gone=tuple(live[name] for name in pairing.gone),
        head=_head(roadmap, made),
    )


def order_of(found: RoadmapDifference) -> list[tuple[str, int | None]]:
    """The rows of the file from above, each with the live row it is."""
    known = {one.row.name: one.live.facts.id for one in (*found.changed, *found.same)}
    return [(row.name, known.get(row.name)) for row in found.made.rows]


def values_of(columns: Mapping[str, Any]) -> dict[str, str]:
    """The values of a row in words people compare."""
    role = columns["responsible_role"]
    return {
        "number": columns["number"],
        "section": columns["section"],
        "activity": columns["title"],
        "deadline": columns["deadline_text"],
        "understood": _understood(columns["deadline_kind"], columns["deadline_value"]),
        "responsible": columns["responsible_text"],
        "role": ROLE_TITLES[role].ru if role in ROLE_TITLES else role or "",
        "result": columns["result"],
        "document": columns["document_kind"] or "",
        "thresholds": "; ".join(threshold_words(Threshold(**one)).ru for one in columns["thresholds"]),
    }


def _difference(live: LiveItem, row: MendedRow, fresh: Mapping[str, Any], *, same_period: bool) -> RowDifference:
    before = {name: getattr(live.row, name) for name in fresh}
    after = {**fresh, **{name: before[name] for name in _OWN}}
    kept: Mapping[str, Any] = live.row.source
    for name, columns in _FOLLOWING.items():
        known = kept.get(name)
        said = getattr(row.read, name).text if row.read else ""
        edited = row.edits.keys() & _EDITED_BY.get(name, {name})
        mended_since = name != "deadline" or same_period or live.row.deadline_text != live.row.source_deadline_text
        if known is not None and known["text"].split() == said.split() and not edited and mended_since:
            after |= {column: before[column] for column in columns}
    return RowDifference(live, row, after, changes(values_of(before), values_of(after)))


def _same_period(roadmap: Row[Any], made: Made) -> bool:
    period = made.template.period
    return bool((roadmap.period_start, roadmap.period_end) == (period.start, period.end))


def _head(roadmap: Row[Any], made: Made) -> tuple[FieldChange, ...]:
    period = made.template.period
    return changes(
        {"title": roadmap.title, "period": f"{roadmap.period_start} — {roadmap.period_end}"},
        {"title": made.template.title.ru, "period": f"{period.start} — {period.end}"},
    )


def _understood(kind: str, value: str) -> str:
    deadline = from_key(kind, value)
    return "" if kind in ("empty", "ambiguous", "unreadable") else write(deadline)
