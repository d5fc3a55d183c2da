"""A lifecycle as a value: stages, moves, their needs. Read from YAML by `workflows/definitions`."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from engine.actors import Role
from engine.lifecycle.needs import Need
from engine.lifecycle.outcomes import Outcome
from engine.words import Words

MoveKind = Literal["forward", "back", "suspend", "resume", "end", "replace"]

FORMED = "formed"  # the stage every pair starts in; it alone has a due day even when its definition names none
BEFORE_SUSPENSION = "before_suspension"  # `to` of a move that returns to the stage the pair was suspended in
SAME = "same"  # `to` of a move that leaves the stage as it is

Plain = dict[str, Any]  # JSON-shaped, as in the definition file


@dataclass(frozen=True, slots=True)
class RoadmapDue:
    """Due on the date of the roadmap item that carries this key (e.g. `first-meeting`)."""

    item: str

    def plain(self) -> Plain:
        return {"roadmap": self.item}


@dataclass(frozen=True, slots=True)
class AfterEntered:
    """Due this long after the stage was entered, in working days of the organisation or in calendar days."""

    count: int
    unit: Literal["working_days", "days"] = "working_days"

    def plain(self) -> Plain:
        return {"after": "entered", self.unit: self.count}


@dataclass(frozen=True, slots=True)
class ProgrammeEnd:
    """Due on the last day of the programme."""

    def plain(self) -> Plain:
        return {"programme": "end"}


DueRule = RoadmapDue | AfterEntered | ProgrammeEnd


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched during a stage: no meeting for this many calendar days is worth an alert."""

    no_meeting_for_days: int

    def plain(self) -> Plain:
        return {"no_meeting_for": {"days": self.no_meeting_for_days}}


@dataclass(frozen=True, slots=True)
class Stage:
    """`due`: leave it by; the first rule that yields a date counts. `final`: the pair is over. `resumes`: a
    suspended pair waits here.
    """

    key: str
    title: Words
    due: tuple[DueRule, ...] = ()
    watch: Watch | None = None
    final: bool = False
    resumes: bool = False

    def plain(self) -> Plain:
        plain: Plain = {"key": self.key, "title": _plain_words(self.title)}
        if self.due:
            plain["due"] = [rule.plain() for rule in self.due]
        if self.watch:
            plain["watch"] = self.watch.plain()
        return plain | {name: True for name in ("final", "resumes") if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one of the stages `from_` to the stage `to` (or `BEFORE_SUSPENSION`, `SAME`).

    `outcomes` are the ways to end this move allows: exactly one is given to the pair when `to` is final. With
    several, the announced ending says which.
    """

    key: str
    title: Words
    from_: tuple[str, ...]
    to: str
    kind: MoveKind = "forward"
    who: tuple[Role, ...] = ("curator",)
    needs: tuple[Need, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def plain(self) -> Plain:
        plain: Plain = {
            "key": self.key,
            "title": _plain_words(self.title),
            "from": list(self.from_),
            "to": self.to,
            "kind": self.kind,
            "who": list(self.who),
        }
        if self.needs:
            plain["needs"] = [_plain_need(need) for need in self.needs]
        if self.outcomes:
            plain["outcomes"] = list(self.outcomes)
        return plain


@dataclass(frozen=True, slots=True)
class Mentees:
    """How many mentees one mentor may lead in a pair of this form; a group has several."""

    at_least: int = 1
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a lifecycle. Pairs start in the first stage.

    `hash` is computed: SHA-256 (hex) of the canonical content; together with key and version it names a
    published definition.

    >>> formed, closed = Words("Сформирована", "Formed"), Words("Закрыта", "Closed")
    >>> stages = (Stage("formed", formed), Stage("closed", closed, final=True))
    >>> close = Move("close", Words("Закрыть", "Close"), ("formed",), "closed", outcomes=("completed",))
    >>> tiny = Definition("tiny", 1, Words("Проба", "Trial"), stages, (close,))
    >>> tiny.stage("closed").final, [move.key for move in moves_from(tiny, "formed")], len(tiny.hash)
    (True, ['close'], 64)
    """

    key: str
    version: int
    title: Words
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    mentees: Mentees = Mentees()
    hash: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", hashlib.sha256(self.canonical().encode()).hexdigest())

    def canonical(self) -> str:
        """The content as JSON text, the same for the same content: what is stored and hashed (as UTF-8)."""
        return json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def plain(self) -> Plain:
        """The content in the shape of the definition file, every default written out."""
        return {
            "lifecycle": self.key,
            "version": self.version,
            "title": _plain_words(self.title),
            "mentees": {"at_least": self.mentees.at_least, "at_most": self.mentees.at_most},
            "stages": [stage.plain() for stage in self.stages],
            "moves": [move.plain() for move in self.moves],
        }

    def stage(self, key: str) -> Stage:
        """The stage of this key; KeyError when the definition has none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    def move(self, key: str) -> Move:
        """The move of this key; KeyError when the definition has none."""
        for move in self.moves:
            if move.key == key:
                return move
        raise KeyError(key)


def moves_from(definition: Definition, stage: str) -> tuple[Move, ...]:
    """The moves the definition draws from this stage, in file order, whether or not their needs are met."""
    return tuple(move for move in definition.moves if stage in move.from_)


def forward_move(definition: Definition, stage: str) -> Move | None:
    """The move that leads on from this stage (the first of kind `forward`); None where nothing does."""
    return next((move for move in moves_from(definition, stage) if move.kind == "forward"), None)


def move_of_kind(definition: Definition, stage: str, kind: MoveKind) -> Move | None:
    """The first move of this kind from this stage: what «suspend» or «replace» mean here; None: not possible."""
    return next((move for move in moves_from(definition, stage) if move.kind == kind), None)


def move_for_outcome(definition: Definition, stage: str, outcome: Outcome) -> Move | None:
    """The move that ends a pair in this stage with this outcome; None when this stage cannot end so."""
    return next((move for move in moves_from(definition, stage) if outcome in move.outcomes), None)


def suspendable_stages(definition: Definition) -> tuple[str, ...]:
    """The stages a pair can be suspended in, and so resumed to; in stage order."""
    sources = {source for move in definition.moves if move.kind == "suspend" for source in move.from_}
    return tuple(stage.key for stage in definition.stages if stage.key in sources)


def _plain_words(words: Words) -> Plain:
    return {"ru": words.ru, "en": words.en}


def _plain_need(need: Need) -> Plain:
    return {need.name: {field.name: getattr(need, field.name) for field in fields(need)}}
