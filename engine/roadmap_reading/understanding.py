"""What the words of an item mean beyond its deadline: who, which papers, which thresholds, which stage it drives."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from engine.roadmap_reading import driving, papers, responsible, thresholds
from engine.roadmap_reading.model import ReadItem, Responsibles


def understood(item: ReadItem) -> ReadItem:
    """The item with the meaning of its words. The paper's own column tells before the result's words do."""
    activity = item.activity.text
    kinds = papers.kinds_of(item.document.text, activity)
    more = papers.kinds_of(item.result.text, activity)
    measured = "\n".join(filter(None, (item.indicator.text, item.result.text, item.document.text)))
    return replace(
        item,
        who=_who(item.responsible.text),
        document_kinds=tuple(dict.fromkeys((*kinds, *more))),
        thresholds=thresholds.thresholds_of(measured, activity),
    )


@lru_cache(maxsize=1024)
def _who(words: str) -> Responsibles:
    """The same few offices answer for most rows."""
    return responsible.understood(words)


def named(items: Sequence[ReadItem]) -> tuple[ReadItem, ...]:
    """The items with the names lifecycles know their rows by, each name given once, and the stages they drive."""
    keys = driving.keys_of([(item.activity.text, item.result.text) for item in items])
    return tuple(
        replace(item, key=key, drives=driving.stage_driven(item.activity.text, item.result.text) if key else None)
        for item, key in zip(items, keys, strict=True)
    )
