"""Reads templates of plans: file → schema → sense → `PlanTemplate`; the built-in ones by key; the stored form."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from engine.plans.templates import PlanTemplate, RelativeDay, TemplateLine, Unit
from engine.words import Words
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import Path, Source, read_source

_UNITS: tuple[Unit, ...] = ("days", "weeks", "months")
_WAYS = ("at", "after", "before")


def plan_templates() -> tuple[str, ...]:
    """The keys of the built-in templates."""
    return keys("plans")


@cache
def plan_template(key: str) -> PlanTemplate:
    """A built-in template; BadInput (field `template`) when there is no such key or its file is broken."""
    return load("plans", key, read_plan_template, field="template")


def read_plan_template(text: str, file: str) -> PlanTemplate | tuple[Fault, ...]:
    """The template in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, schema("plan")) or in_reading_order(list(_sense_faults(source)))
    return tuple(faults) if faults else _template(source.data)


def plan_template_to_json(template: PlanTemplate) -> str:
    """The canonical text that is stored and hashed: what the file says, fields sorted, no spaces."""
    data = {
        "plan": template.key,
        "version": template.version,
        "title": {"ru": template.title.ru, "en": template.title.en},
        "lifecycles": list(template.lifecycles),
        "goal": template.goal,
        "tasks": list(template.tasks),
        "form": template.form,
        "items": [
            {"title": one.title, "due": _due_data(one.due), "responsible": one.responsible} for one in template.lines
        ],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plan_template_hash(template: PlanTemplate) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(plan_template_to_json(template).encode()).hexdigest()


def plan_template_from_json(text: str) -> PlanTemplate:
    """The template that `plan_template_to_json` wrote; stored texts were checked before they were stored."""
    return _template(json.loads(text))


def _template(data: Any) -> PlanTemplate:
    """`data` has passed the schema and the sense check, so its fields are what their names say."""
    title = data["title"]
    return PlanTemplate(
        key=data["plan"],
        version=data["version"],
        title=Words(title["ru"], title.get("en", title["ru"])),
        lifecycles=tuple(data.get("lifecycles", ())),
        goal=data["goal"],
        tasks=tuple(data.get("tasks", ())),
        form=data.get("form", ""),
        lines=tuple(
            TemplateLine(one["title"], _due(one["due"]), one.get("responsible", "mentor")) for one in data["items"]
        ),
    )


def _due(data: Mapping[str, Any]) -> RelativeDay:
    if "at" in data:
        return RelativeDay(data["at"])
    unit: Unit = next(one for one in _UNITS if one in data)
    sign = -1 if "before" in data else 1
    return RelativeDay(data.get("after") or data["before"], sign * data[unit], unit)


def _due_data(due: RelativeDay) -> Mapping[str, Any]:
    if not due.count:
        return {"at": due.anchor}
    return {"before" if due.count < 0 else "after": due.anchor, due.unit: abs(due.count)}


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    for position, one in enumerate(data["items"]):
        path: Path = ("items", position, "due")
        due = one["due"]
        ways = [way for way in _WAYS if way in due]
        units = [unit for unit in _UNITS if unit in due]
        if len(ways) != 1:
            ru, en = "срок — ровно одно из: at, after, before", "a day is exactly one of: at, after, before"
            yield source.fault(path, ru, en)
        elif ways == ["at"] and units:
            ru, en = "после at ничего не прибавляют; пишите after или before", "at adds nothing; write after or before"
            yield source.fault((*path, units[0]), ru, en, key=True)
        elif ways != ["at"] and len(units) != 1:
            ru, en = "нужно ровно одно из: days, weeks, months", "exactly one of: days, weeks, months"
            yield source.fault((*path, ways[0]), ru, en)
        elif due.get("after") == "previous" and position == 0:
            ru, en = "выше первого пункта ничего нет; пишите start", "nothing stands above the first item; write start"
            yield source.fault((*path, "after"), ru, en)
