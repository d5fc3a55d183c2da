"""What a JSON Schema cannot say about a roadmap file: repeated names, words against meaning, impossible figures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from engine.deadlines import Deadline, EventBound, External, Multi, Recurring, from_key
from engine.deadlines.reading import read
from engine.periods import Period
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import did_you_mean
from workflows.definitions.yaml_source import Path, Source


def sense_faults(source: Source) -> list[Fault]:
    """Every fault of a file that fits the schema, from the top down."""
    data: Any = source.data
    items: Sequence[Any] = data["items"]
    period, faults = _period(source, data["period"])
    for field, rows in (("number", "sections"), ("number", "items"), ("key", "items"), ("key", "indicators")):
        faults.extend(_repeated(source, rows, field, data.get(rows, ())))
    sections = [section["number"] for section in data["sections"]]
    for position, item in enumerate(items):
        faults.extend(_item_faults(source, ("items", position), item, sections, period))
    if period is not None:
        for position, series in enumerate(data.get("indicators", ())):
            faults.extend(_target_faults(source, ("indicators", position, "targets"), series["targets"], period))
    if "approved" in data and _day(data["approved"]["on"]) is None:
        faults.append(_no_such_day(source, ("approved", "on")))
    return in_reading_order(faults)


def _period(source: Source, data: Any) -> tuple[Period | None, list[Fault]]:
    """The period, or None beside the reason why there is none."""
    days = {name: _day(data[name]) for name in ("from", "to")}
    faults = [_no_such_day(source, ("period", name)) for name, day in days.items() if day is None]
    first, last = days["from"], days["to"]
    if first is None or last is None:
        return None, faults
    if last < first:
        ru, en = "период кончается раньше, чем начинается", "the period ends before it starts"
        return None, [source.fault(("period", "to"), ru, en)]
    return Period(first, last), []


def _repeated(source: Source, rows: str, field: str, data: Sequence[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, row in enumerate(data):
        if row[field] in seen:
            ru, en = f"«{row[field]}» уже занято выше", f"`{row[field]}` is already taken above"
            yield source.fault((rows, position, field), ru, en)
        seen.add(row[field])


def _item_faults(source: Source, path: Path, item: Any, sections: list[str], period: Period | None) -> Iterator[Fault]:
    if item["section"] not in sections:
        ru, en = did_you_mean(item["section"], sections)
        yield source.fault((*path, "section"), f"нет такого раздела; {ru}", f"no such section; {en}")
    if item["responsible"] in item.get("coexecutors", ()):
        position = item["coexecutors"].index(item["responsible"])
        ru, en = "этот соисполнитель уже ответственный", "this co-executor is already the responsible one"
        yield source.fault((*path, "coexecutors", position), ru, en)
    yield from _deadline_faults(source, (*path, "deadline"), item["deadline"], period)
    yield from _threshold_faults(source, (*path, "thresholds"), item.get("thresholds", ()))


def _deadline_faults(source: Source, path: Path, data: Any, period: Period | None) -> Iterator[Fault]:
    place = (*path, "value" if "value" in data else "kind")
    try:
        stated = from_key(data["kind"], data.get("value", ""))
    except ValueError:
        ru, en = f"так срок вида «{data['kind']}» не пишется", f"a `{data['kind']}` deadline is not written so"
        yield source.fault(place, ru, en)
        return
    if period is None:
        return
    heard = read(data["words"], period).deadline
    if not _agree(stated, heard):
        said = f"{heard.kind} {heard.value}".rstrip()
        ru = f"слова срока читаются иначе: {said}"
        yield source.fault((*path, "words"), ru, f"the deadline words read differently: {said}")


def _agree(stated: Deadline, heard: Deadline) -> bool:
    """Whether words and meaning say the same. Keys of other plans and of events are free naming."""
    match stated, heard:
        case External(), External():
            return True
        case EventBound(offset=one), EventBound(offset=other):
            return one == other
        case Recurring(rules=ours), Recurring(rules=theirs):
            return set(ours) == set(theirs)
        case Multi(parts=ours), Multi(parts=theirs):
            return set(ours) == set(theirs)
        case _:
            return stated == heard


def _threshold_faults(source: Source, path: Path, thresholds: Iterable[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, threshold in enumerate(thresholds):
        if threshold["unit"] == "percent" and threshold["value"] > 100:
            ru, en = "больше 100 процентов не бывает", "there is no more than 100 percent"
            yield source.fault((*path, position, "value"), ru, en)
        if threshold["measure"] in seen:
            ru, en = "эта мера в строке уже есть", "the row has this measure already"
            yield source.fault((*path, position, "measure"), ru, en)
        seen.add(threshold["measure"])


def _target_faults(source: Source, path: Path, targets: Iterable[str], period: Period) -> Iterator[Fault]:
    for year in targets:
        if not period.start.year <= int(year) <= period.end.year:
            ru, en = "этот год не входит в период карты", "this year lies outside the roadmap's period"
            yield source.fault((*path, year), ru, en, key=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _no_such_day(source: Source, path: Path) -> Fault:
    return source.fault(path, "такого дня в календаре нет", "the calendar has no such day")
