"""Reads roadmap templates: file → schema → sense → `RoadmapTemplate`; the built-in ones by key."""

from datetime import date
from functools import cache
from typing import Any

from engine.deadlines import from_key
from engine.periods import Period
from engine.roadmaps import Approval, IndicatorSeries, RoadmapTemplate, Section, TemplateItem, Threshold
from engine.words import Words
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault
from workflows.definitions.roadmap_sense import sense_faults
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import read_source


def templates() -> tuple[str, ...]:
    """The keys of the built-in templates."""
    return keys("roadmaps")


@cache
def template(key: str) -> RoadmapTemplate:
    """A built-in template; BadInput (field `template`) when there is no such key or its file is broken."""
    return load("roadmaps", key, read_template, field="template")


def read_template(text: str, file: str) -> RoadmapTemplate | tuple[Fault, ...]:
    """The template in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, schema("roadmap"))
    if not faults:
        faults = sense_faults(source)
    return tuple(faults) if faults else _template(source.data)


# Below, the data has passed the schema and the sense check, so its fields are what their names say.


def _template(data: Any) -> RoadmapTemplate:
    return RoadmapTemplate(
        key=data["roadmap"],
        title=Words(**data["title"]),
        organisation_kind=data["organisation"],
        period=Period(_day(data["period"]["from"]), _day(data["period"]["to"])),
        sections=tuple(Section(**section) for section in data["sections"]),
        items=tuple(_item(item) for item in data["items"]),
        indicators=tuple(_indicator(series) for series in data.get("indicators", ())),
        approved=_approval(data.get("approved")),
        goal=data.get("goal", ""),
        tasks=tuple(data.get("tasks", ())),
        notes=tuple(data.get("notes", ())),
    )


def _item(data: Any) -> TemplateItem:
    deadline = data["deadline"]
    return TemplateItem(
        number=data["number"],
        key=data["key"],
        section=data["section"],
        title=data["title"],
        deadline_text=deadline["words"],
        deadline=from_key(deadline["kind"], deadline.get("value", "")),
        source_deadline_text=deadline["words"],
        responsible=None if data["responsible"] == "to-assign" else data["responsible"],
        coexecutors=tuple(data.get("coexecutors", ())),
        responsible_text=data.get("responsible_text", ""),
        result=data.get("result", ""),
        document_kind=data.get("document"),
        thresholds=tuple(Threshold(**threshold) for threshold in data.get("thresholds", ())),
        drives=data.get("drives"),
        notes=tuple(data.get("notes", ())),
    )


def _indicator(data: Any) -> IndicatorSeries:
    words = {name: data[name] for name in ("key", "title", "formula", "numerator", "denominator")}
    targets = sorted((int(year), percent) for year, percent in data["targets"].items())
    return IndicatorSeries(**words, targets=tuple(targets))


def _approval(data: Any) -> Approval | None:
    return Approval(by=data["by"], number=data["number"], on=_day(data["on"])) if data else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
