"""Reads reminder policies: file → schema → sense → `Policy`; the built-in ones by key; the stored form."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import time
from functools import cache
from hashlib import sha256
from typing import Any

from engine.reminders.policy import Limits, Policy, Rung, Window
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import Path, Source, read_source


def policies() -> tuple[str, ...]:
    """The keys of the built-in policies."""
    return keys("policies")


@cache
def policy(key: str = "default") -> Policy:
    """A built-in policy; BadInput (field `policy`) when there is no such key or its file is broken."""
    return load("policies", key, read_policy, field="policy")


def read_policy(text: str, file: str) -> Policy | tuple[Fault, ...]:
    """The policy in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, schema("policy")) or in_reading_order(list(_sense_faults(source)))
    return tuple(faults) if faults else _policy(source.data)


def policy_to_json(policy: Policy) -> str:
    """The canonical text that is stored and hashed: sorted fields, no spaces, times as HH:MM."""
    data = {"policy" if name == "key" else name: value for name, value in asdict(policy).items()}
    for name in ("moment", "opens", "closes"):
        data["window"][name] = getattr(policy.window, name).isoformat("minutes")
    data["review_rungs"] = [int(key) for key in policy.review_rungs]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def policy_hash(policy: Policy) -> str:
    """SHA-256 of the canonical text, in hexadecimal. Two files that mean the same have the same hash."""
    return sha256(policy_to_json(policy).encode()).hexdigest()


def policy_from_json(text: str) -> Policy:
    """The policy that `policy_to_json` wrote; stored texts were checked before they were stored."""
    return _policy(json.loads(text))


def _policy(data: Any) -> Policy:
    """`data` has passed the schema and the sense check, so its fields are what their names say."""
    window = data["window"]
    hours = {name: time.fromisoformat(window[name]) for name in ("moment", "opens", "closes")}
    rungs = {rung["offset"]: Rung(**rung) for rung in data["rungs"]}
    return Policy(
        key=data["policy"],
        version=data["version"],
        rungs=tuple(rungs[offset] for offset in sorted(rungs)),
        window=Window(**hours, working_days_only=window["working_days_only"]),
        limits=Limits(**data["limits"]),
        review_rungs=tuple(rungs[offset].key for offset in sorted(data["review_rungs"])),
        at_once=tuple(data["at_once"]),
        settle_minutes=data["settle_minutes"],
        refused_too_long=data["refused_too_long"],
        task_due=data["task_due"],
    )


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    offsets: list[int] = []
    for position, rung in enumerate(data["rungs"]):
        path: Path = ("rungs", position)
        if rung["offset"] in offsets:
            ru, en = "такая ступень уже есть выше", "this rung already stands above"
            yield source.fault((*path, "offset"), ru, en)
        offsets.append(rung["offset"])
        yield from _rung_faults(source, path, rung)
    for position, offset in enumerate(data["review_rungs"]):
        if offset not in offsets:
            ru, en = "такой ступени в лестнице нет", "the ladder has no such rung"
            yield source.fault(("review_rungs", position), ru, en)
    yield from _window_faults(source, data["window"])


def _rung_faults(source: Source, path: Path, rung: Any) -> Iterator[Fault]:
    """A letter must say what is true on its day, and go to whom it is written for."""
    offset, letter = rung["offset"], rung["letter"]
    if letter == "reminder" and offset >= 0:
        ru, en = "напоминание приходит не раньше своего срока", "the reminder comes after its deadline"
        yield source.fault((*path, "offset"), ru, en)
    elif letter == "due_today" and offset != 0:
        ru, en = "письмо «срок сегодня» бывает только на ступени 0", "`due_today` belongs to rung 0 only"
        yield source.fault((*path, "letter"), ru, en)
    elif (letter == "overdue" or letter.startswith("escalation_")) and offset <= 0:
        ru, en = "письмо о просрочке приходит раньше срока", "a letter about lateness comes before the deadline"
        yield source.fault((*path, "offset"), ru, en)
    meant_for = letter.removeprefix("escalation_")
    if letter != meant_for and rung["audience"] != meant_for:
        ru, en = f"письмо «{letter}» пишется не для этого адресата", f"`{letter}` is not written for them"
        yield source.fault((*path, "audience"), ru, en)
    if offset == 0 and rung["unit"] == "working":
        ru, en = "на ступени 0 считать нечего: пишите calendar", "rung 0 counts nothing: write calendar"
        yield source.fault((*path, "unit"), ru, en)


def _window_faults(source: Source, window: Any) -> Iterator[Fault]:
    # times are written HH:MM, so texts compare as times do
    if window["closes"] <= window["opens"]:
        ru, en = "окно закрывается раньше, чем открывается", "the window closes before it opens"
        yield source.fault(("window", "closes"), ru, en)
    elif not window["opens"] <= window["moment"] < window["closes"]:
        ru, en = "минута рассылки вне окна", "the moment lies outside the window"
        yield source.fault(("window", "moment"), ru, en)
