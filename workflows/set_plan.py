"""Writes the individual plan of a pair. One that was approved becomes the next edition and is to be approved again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.model import MOST_LINES, MOST_TASKS, RESPONSIBLES, PlanHead, PlanLine
from engine.refusals import BadInput, Refused
from storage import plan_editions, plans
from storage.plans import PlanItemRow, PlanRow
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, began_on, take_pair, write_record
from workflows.plain_text import breaks_the_line, one_of, plain_text
from workflows.plan_at_hand import body_of
from workflows.spoken_words import words_without_consent

_LONGEST_WORDS = 2000
_NOTHING = PlanHead()
_ABOUT_SOMEBODY = ("goal", "request", "tasks")


@dataclass(frozen=True, slots=True)
class PlanSet:
    """`id` is the pair's: a pair has one plan. `approval_cleared`: it had been approved and must be again.

    `edition` counts from 1; `changed` False: the plan was just so already.
    """

    id: int
    version: int
    items: int
    approval_cleared: bool
    edition: int
    changed: bool = True


def set_plan(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    lines: Sequence[PlanLine | tuple[str, date]],
    head: PlanHead = _NOTHING,
    reason: str = "",
) -> PlanSet | Refused:
    """Makes the plan consist of these lines, in this order; each becomes an obligation. `head`: None = as it stands.

    A line that goes on (by its `item_id`, else by its title) keeps its mark and its obligation; one that is gone has
    its obligation cancelled. What was approved before is kept as an edition with `reason`.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.set")) is not None:
        return no
    wanted = _checked(lines, since=began_on(tx, hand))
    changes = _head(head)
    if hand.pair.closed_on is not None:
        raise BadInput(
            "--pair", "--pair: пара завершена, её план закрыт", "--pair: the pair is closed and so is its plan"
        )
    standing = plans.get(tx, pair_id)
    if _says_more(standing, changes) and (no := words_without_consent(tx, hand)) is not None:
        return no
    plan = standing or plans.begin(tx, pair_id)
    before = plans.items(tx, pair_id)
    _check_term(plan, changes)
    cleared = plan.approved_on is not None
    if before and not _differs(plan, before, wanted, changes):
        return PlanSet(pair_id, plan.version, len(before), False, plan.number, changed=False)
    _store(tx, hand, plan, before, wanted, changes, by=by, reason=_reason(reason))
    derive_pair(tx, pair_id, at=by.at)
    return PlanSet(pair_id, plan.version + 1, len(wanted), cleared, plan.number + cleared)


def _store(
    tx: Connection,
    hand: PairAtHand,
    plan: PlanRow,
    before: Sequence[PlanItemRow],
    wanted: Sequence[PlanLine],
    changes: dict[str, Any],
    *,
    by: By,
    reason: str,
) -> None:
    was = body_of(plan, before)
    if plan.approved_on is not None:
        plan_editions.keep(
            tx,
            plan.pair_id,
            number=plan.number,
            approved_on=plan.approved_on,
            paper_id=plan.paper_id,
            body=was,
            reason=reason,
            at=by.at,
        )
        changes |= {"approved_on": None, "paper_id": None, "number": plan.number + 1}
    plans.put(tx, plan.pair_id, wanted, on=hand.today)
    plans.save(tx, plan, changes)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="plan.set" if plan.approved_on is None else "plan.change",
        facts={
            "version": plan.version + 1,
            "edition": plan.number + (plan.approved_on is not None),
            "due": [line.due_on for line in wanted],
            "approval_cleared": plan.approved_on is not None,
            "approved_on": plan.approved_on,
            "paper": plan.paper_id,
        },
        words={
            "items": [line.title for line in wanted],
            "before": [item.title for item in before],
            "was": was,
            **({"reason": reason} if reason else {}),
        },
    )


def _says_more(plan: PlanRow | None, changes: dict[str, Any]) -> bool:
    """Whether there are new words about what somebody needs; lines and days are the work of the pair, not a person."""
    return any(changes.get(name) and changes[name] != getattr(plan, name, None) for name in _ABOUT_SOMEBODY)


def _differs(plan: PlanRow, before: Sequence[PlanItemRow], wanted: Sequence[PlanLine], changes: dict[str, Any]) -> bool:
    kept = plans.continued(before, wanted)
    lines = [
        (was and was.id, line.title, line.due_on, line.responsible or (was.responsible if was else ""))
        for line, was in zip(wanted, kept, strict=True)
    ]
    stands = [(one.id, one.title, one.due_on, one.responsible) for one in before]
    return lines != stands or any(getattr(plan, name) != value for name, value in changes.items())


def _checked(lines: Sequence[PlanLine | tuple[str, date]], *, since: date) -> list[PlanLine]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise BadInput(
            "--item",
            f"--item: в плане должно быть от 1 до {MOST_LINES} пунктов",
            f"--item: a plan has 1 to {MOST_LINES} items",
        )
    wanted = [line if isinstance(line, PlanLine) else PlanLine(*line) for line in lines]
    for line in wanted:
        if line.due_on < since:
            raise BadInput(
                "--item",
                f"--item: срок {line.due_on} раньше, чем началась пара ({since})",
                f"--item: {line.due_on} is before the pair began ({since})",
            )
        if line.responsible is not None:
            one_of(line.responsible, RESPONSIBLES, "--responsible")
    return [line._replace(title=plain_text(line.title, "--item")) for line in wanted]


def _head(head: PlanHead) -> dict[str, Any]:
    """The columns that change, checked."""
    changes: dict[str, Any] = {}
    for name in ("goal", "request"):
        if (words := getattr(head, name)) is not None:
            changes[name] = _words(words, f"--{name}")
    if head.tasks is not None:
        if len(head.tasks) > MOST_TASKS:
            raise BadInput(
                "--task", f"--task: не больше {MOST_TASKS} задач", f"--task: no more than {MOST_TASKS} tasks"
            )
        changes["tasks"] = [plain_text(one, "--task", longest=500) for one in head.tasks]
    if head.form is not None:
        changes["form"] = plain_text(head.form, "--form", longest=100) if head.form.strip() else ""
    if head.template is not None:
        changes["template"] = head.template
    return changes | {
        name: day for name, day in (("term_from", head.term_from), ("term_to", head.term_to)) if day is not None
    }


def _words(text: str, field: str) -> str:
    """Several lines, or none."""
    given = text.strip()
    if len(given) > _LONGEST_WORDS:
        raise BadInput(
            field,
            f"{field}: не больше {_LONGEST_WORDS} знаков, сейчас {len(given)}",
            f"{field}: at most {_LONGEST_WORDS} characters, there are {len(given)}",
        )
    if any(breaks_the_line(line.replace("\t", " ")) for line in given.split("\n")):
        raise BadInput(field, f"{field}: уберите управляющие знаки", f"{field}: remove the control characters")
    return given


def _reason(text: str) -> str:
    return plain_text(text, "--reason", longest=1000) if text.strip() else ""


def _check_term(plan: PlanRow, changes: dict[str, Any]) -> None:
    starts, ends = changes.get("term_from", plan.term_from), changes.get("term_to", plan.term_to)
    if starts is not None and ends is not None and ends < starts:
        raise BadInput(
            "--to",
            f"--to: план кончается {ends}, раньше своего начала {starts}",
            f"--to: the plan ends on {ends}, before it starts on {starts}",
        )
