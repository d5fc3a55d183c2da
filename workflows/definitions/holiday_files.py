"""Reads school holidays: file → schema → sense → `SchoolYear`; the built-in years by key; the stored form."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from engine.school_holidays import Holiday, SchoolYear, span_of
from engine.words import Words
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import Path, Source, read_source


@cache
def built_in_year(key: str) -> SchoolYear | None:
    """The recommended holidays of a school year; None when the product knows none."""
    return load("holidays", key, read_holidays, field="year") if key in keys("holidays") else None


def read_holidays(text: str, file: str) -> SchoolYear | tuple[Fault, ...]:
    """The holidays in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, schema("holidays")) or in_reading_order(list(_sense_faults(source)))
    return tuple(faults) if faults else _school_year(source.data)


def holidays_to_json(year: SchoolYear) -> str:
    """The canonical text that is stored and hashed: what the file says, fields sorted, no spaces."""
    data = {
        "holidays": year.key,
        "version": year.version,
        "source": year.source,
        "inherits": year.inherits,
        "spans": [
            {
                "title": {"ru": one.title.ru, "en": one.title.en},
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
            }
            for one in year.holidays
        ],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def holidays_hash(year: SchoolYear) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(holidays_to_json(year).encode()).hexdigest()


def holidays_from_json(text: str) -> SchoolYear:
    """What `holidays_to_json` wrote; stored texts were checked before they were stored."""
    return _school_year(json.loads(text))


def _school_year(data: Any) -> SchoolYear:
    """`data` has passed the schema and the sense check, so its fields are what their names say."""
    return SchoolYear(
        key=data["holidays"],
        version=data["version"],
        source=data.get("source", ""),
        inherits=data.get("inherits", False),
        holidays=tuple(
            Holiday(
                Words(one["title"]["ru"], one["title"].get("en", one["title"]["ru"])),
                date.fromisoformat(one["first"]),
                date.fromisoformat(one["last"]),
            )
            for one in data["spans"]
        ),
    )


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    span = span_of(data["holidays"])
    if span is None:
        yield source.fault(
            ("holidays",), "учебный год — два года подряд, 2025-2026", "a school year is two years in a row, 2025-2026"
        )
        return
    if data.get("inherits") and data["spans"]:
        yield source.fault(
            ("inherits",), "своих дней нет, когда действует решённое выше", "nothing of its own beside inherits"
        )
    last: date | None = None
    for position, one in enumerate(data["spans"]):
        path: Path = ("spans", position)
        days: list[date] = []
        for name in ("first", "last"):
            try:
                days.append(date.fromisoformat(one[name]))
            except ValueError:
                yield source.fault((*path, name), "такого дня нет", "there is no such day")
        if len(days) < 2:
            continue
        if not span[0] <= days[0] <= days[1] <= span[1]:
            ru, en = "первый день не позже последнего, оба в этом учебном году", "first, then last, both in this year"
            yield source.fault((*path, "last"), ru, en)
        elif last is not None and days[0] <= last:
            ru, en = "каникулы идут по порядку и не пересекаются", "holidays come in order and do not overlap"
            yield source.fault((*path, "first"), ru, en)
        last = days[1]
