"""`nastavnik roadmap lint | rules | silence | unsilence`: what a careful deputy would mark in pencil."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from engine.roadmap_lint import RULES
from engine.words import Words
from nastavnik.cli.arguments import argument, option, read_file, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.findings import counted, finding_document
from workflows.lint_roadmap import Linted, lint_reading, lint_roadmap
from workflows.read_roadmap_file import read_roadmap_file
from workflows.silence_finding import Silenced, silence_finding, unsilence_finding

app = noun()
"""Merged into `nastavnik roadmap` by its own file."""

_FOUND = 1
_DIGITS = 9  # of a roadmap's id: no database here holds a longer one
_Item = Annotated[int, argument("ITEM", "Номер пункта (id)", "Id of the row")]
_Rule = Annotated[str, option("--rule", "Правило (roadmap rules)", "The rule")]


@reads(app, "lint", "Проверить дорожную карту: файл или карту в действии", "Lint a roadmap: a file or a live one")
def lint(
    frame: Frame,
    what: Annotated[str, argument("FILE|ID", "Файл или номер карты", "A file or the id of a roadmap")],
    strict: Annotated[bool, option("--strict", "Код 1, если есть предупреждения", "Exit 1 on warnings")] = False,
) -> int:
    found = _linted(frame, what)
    frame.show([finding_document(one, frame.language) for one in found], _table(frame, found))
    return _FOUND if strict and any(one.counts for one in found) else 0


@reads(app, "rules", "Какие правила есть у проверки", "The rules of the linter")
def rules(frame: Frame) -> None:
    frame.show(
        [
            {
                "rule": rule.key,
                "severity": rule.severity,
                "title": rule.title.in_(frame.language),
                "explanation": rule.explanation.in_(frame.language),
            }
            for rule in RULES
        ],
        Table(
            (Words("Правило", "Rule"), Words("Что находит", "What it finds")),
            [(rule.key, rule.title.in_(frame.language)) for rule in RULES],
        ),
    )


@changes(app, "silence", "Снять замечание к пункту с причиной", "Silence a finding about a row with a reason")
def silence(frame: Frame, item: _Item, rule: _Rule, reason: Annotated[str, reason_option()]) -> int:
    return frame.change(
        lambda tx, by: silence_finding(tx, by=by, item_id=item, rule_key=rule, reason=reason),
        answer=_answer,
        say=lambda made: Words(
            f"Правило {made['rule']} об этом пункте молчит", f"Rule {made['rule']} is silent about this row"
        ),
    )


@changes(app, "unsilence", "Вернуть замечание к пункту", "Let a silenced finding speak again")
def unsilence(frame: Frame, item: _Item, rule: _Rule) -> int:
    return frame.change(
        lambda tx, by: unsilence_finding(tx, by=by, item_id=item, rule_key=rule),
        answer=_answer,
        say=lambda made: Words(
            f"Правило {made['rule']} снова проверяет этот пункт", f"Rule {made['rule']} looks at this row again"
        ),
    )


def _answer(made: Silenced) -> dict[str, object]:
    return {"id": made.item_id, "rule": made.rule, "silenced": made.silenced}


def _linted(frame: Frame, what: str) -> Sequence[Linted]:
    """A file of this name goes before a roadmap with this id."""
    path = Path(what)
    if what.isascii() and what.isdigit() and len(what) <= _DIGITS and not path.exists():
        with frame.read() as tx:
            return lint_roadmap(tx, by=frame.reader, roadmap_id=int(what))
    return lint_reading(read_roadmap_file(read_file(path, "FILE")).read)


def _table(frame: Frame, found: Sequence[Linted]) -> Table:
    warnings, _, _ = counted(found)
    return Table(
        (
            Words("Пункт", "Row"),
            Words(f"Замечание ({warnings})", f"Finding ({warnings})"),
            Words("Почему", "Why"),
            Words("Что сделать", "What to do"),
        ),
        [
            (
                ", ".join(one.finding.items[:6]),
                _title(frame, one),
                one.finding.why.in_(frame.language),
                one.finding.mend.in_(frame.language) if one.silenced is None else one.silenced,
            )
            for one in found
        ],
        empty=Words("Замечаний нет", "Nothing was found"),
    )


def _title(frame: Frame, one: Linted) -> str:
    title = one.finding.rule.title.in_(frame.language)
    if one.silenced is not None:
        return f"{title} ({Words('снято', 'silenced').in_(frame.language)})"
    hint = Words("подсказка", "hint").in_(frame.language)
    return f"{title} ({hint})" if one.finding.severity == "hint" else title
