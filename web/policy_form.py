"""The form of the reminder rules: from a policy to fields and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

from engine.refusals import BadInput
from engine.reminders.policy import AUDIENCES, Audience, DayUnit, Limits, Policy, Rung, RungLetter, Window
from web.fields import Fields

SIDES = ("before", "on", "after")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?")  # 9:00, 09.00, 9
_UNITS: tuple[DayUnit, ...] = ("calendar", "working")
_SPARE_ROWS = 2
_MOST_ROWS = 40
_LATE: Mapping[Audience, RungLetter] = {
    "responsible": "overdue",
    "curator": "escalation_curator",
    "head": "escalation_head",
    "municipality": "escalation_municipality",
}
NUMBERS = ("weekly_budget", "hourly_cap", "breaker_floor", "breaker_factor", "breaker_days")
WAITS = ("settle_minutes", "refused_too_long", "task_due")
_RANGES = {
    "weekly_budget": (1, 100),
    "hourly_cap": (1, 100_000),
    "breaker_floor": (1, 100_000),
    "breaker_factor": (1, 100),
    "breaker_days": (1, 250),
    "settle_minutes": (0, 1440),
    "refused_too_long": (1, 250),
    "task_due": (1, 250),
}  # as in the schema of the policy files
CLOCKS = ("moment", "opens", "closes")


@dataclass(frozen=True, slots=True)
class RungRow:
    """One line of the ladder as it stands in the form; an empty number on a side that counts is no rung."""

    days: str
    side: str
    unit: str
    audience: str


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What the page shows: exactly what was typed, or the policy in force."""

    rungs: tuple[RungRow, ...]
    values: Mapping[str, str]
    working_days_only: bool


def form_of(policy: Policy) -> PolicyForm:
    rows = [
        RungRow(str(abs(rung.offset)) if rung.offset else "", _side(rung.offset), rung.unit, rung.audience)
        for rung in policy.rungs
    ]
    window, limits = policy.window, policy.limits
    values = {name: getattr(window, name).isoformat("minutes") for name in CLOCKS}
    values |= {name: str(getattr(limits, name)) for name in NUMBERS}
    values |= {name: str(getattr(policy, name)) for name in WAITS}
    return PolicyForm(_with_spare(rows), values, window.working_days_only)


def form_sent(fields: Fields) -> PolicyForm:
    columns = [fields.every(name) for name in ("days", "side", "unit", "audience")]
    rows = [RungRow(*(cell[:20] for cell in cells)) for cells in zip(*columns, strict=False)][:_MOST_ROWS]
    kept = [row for row in rows if row.side == "on" or row.days.strip()]
    values = {name: fields.raw(name)[:20] for name in (*CLOCKS, *NUMBERS, *WAITS)}
    return PolicyForm(_with_spare(kept), values, fields.ticked("working_days_only"))


def policy_of(form: PolicyForm, standing: Policy) -> Policy:
    """The policy a form means; what it does not show stays as in `standing`. Raises BadInput that names the field."""
    rungs = sorted(
        (_rung(row) for row in form.rungs if row.side == "on" or row.days.strip()), key=lambda rung: rung.offset
    )
    offsets = [rung.offset for rung in rungs]
    if not rungs:
        raise BadInput("ladder", "ladder: нужна хотя бы одна ступень", "ladder: at least one rung is needed")
    if doubled := [offset for offset in offsets if offsets.count(offset) > 1]:
        named = Rung(doubled[0], "calendar", "responsible", "reminder").key
        raise BadInput(
            "ladder", f"ladder: две ступени на один день ({named})", f"ladder: two rungs on one day ({named})"
        )
    keys = {rung.key for rung in rungs}
    return replace(
        standing,
        rungs=tuple(rungs),
        review_rungs=tuple(key for key in standing.review_rungs if key in keys),
        window=_window(form),
        limits=Limits(**{name: _number(form, name) for name in NUMBERS}),
        settle_minutes=_number(form, "settle_minutes"),
        refused_too_long=_number(form, "refused_too_long"),
        task_due=_number(form, "task_due"),
    )


def _rung(row: RungRow) -> Rung:
    if row.side not in SIDES or row.unit not in _UNITS or row.audience not in AUDIENCES:
        raise BadInput("ladder", "ladder: выберите из списков", "ladder: choose from the lists")
    audience, unit = row.audience, row.unit
    if row.side == "on":
        return Rung(0, "calendar", audience, "due_today")
    days = row.days.strip()
    if not days.isascii() or not days.isdigit() or not 0 < int(days[:6]) <= 365:
        raise BadInput(
            "ladder",
            f"ladder: «{days}»: дней от 1 до 365",
            f"ladder: “{days}”: 1 to 365 days",
        )
    if row.side == "before":
        return Rung(-int(days), unit, audience, "reminder")
    return Rung(int(days), unit, audience, _LATE[audience])


def _window(form: PolicyForm) -> Window:
    found: dict[str, time] = {}
    for name in CLOCKS:
        typed = _CLOCK.fullmatch(form.values[name].strip())
        if typed is None:
            raise BadInput(name, f"{name}: время вида 09:00", f"{name}: a time such as 09:00")
        found[name] = time(int(typed[1]), int(typed[2] or 0))
    if found["closes"] <= found["opens"]:
        raise BadInput("closes", "closes: раньше начала", "closes: before the beginning")
    if not found["opens"] <= found["moment"] < found["closes"]:
        raise BadInput("moment", "moment: вне часов, когда письма уходят", "moment: outside the hours of letters")
    return Window(**found, working_days_only=form.working_days_only)


def _number(form: PolicyForm, name: str) -> int:
    given = form.values[name].strip()
    least, most = _RANGES[name]
    if not given.isascii() or not given.isdigit() or len(given) > 6 or not least <= int(given) <= most:
        span = f"{least}…{most}"
        raise BadInput(name, f"{name}: нужно целое число {span}", f"{name}: a whole number {span} is needed")
    return int(given)


def _side(offset: int) -> str:
    return "before" if offset < 0 else "on" if offset == 0 else "after"


def _with_spare(rows: list[RungRow]) -> tuple[RungRow, ...]:
    spare = RungRow("", "before", "calendar", "responsible")
    return (*rows, *[spare] * _SPARE_ROWS)
