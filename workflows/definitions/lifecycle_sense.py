"""Whether a lifecycle file that fits the schema also makes sense: every fault with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.lifecycle.definition import BEFORE_SUSPENSION, FORMED, SAME
from engine.lifecycle.facts import PAPER_PURPOSES
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import did_you_mean
from workflows.definitions.yaml_source import Source
from workflows.plain_text import breaks_the_line

_WITHOUT_NOTICE = frozenset({"completed", "never_started"})


def sense_faults(source: Source) -> list[Fault]:
    """The faults of sense, from the top down.

    Moves are judged once the keys of the stages are sound, the ways through the stages once everything else is:
    a fault that only follows from another one would mislead.
    """
    file = _File(source)
    keys = [*_keys(file, "stages")]
    faults = [*keys, *_keys(file, "moves"), *_titles(source), *_stages(file)]
    if not keys:
        faults += [*_references(file), *_moves(file)]
    if not faults:
        faults = [*_ways(file)]
    return in_reading_order(faults)


def name_faults(source: Source) -> list[Fault]:
    """Names that lead nowhere, in a file that does not fit the schema: what can be judged of it all the same.

    Nothing is said of the moves while the stages themselves have no sound, different keys.
    """
    data: Any = source.data
    if not isinstance(data, dict):
        return []
    stages, moves = _mappings(data.get("stages")), _mappings(data.get("moves"))
    keys = [stage.get("key") for _, stage in stages]
    if not keys or not all(isinstance(key, str) for key in keys) or len(keys) != len(set(keys)):
        return []
    known = [str(key) for key in keys]
    faults: list[Fault] = []
    for number, move in moves:
        sources = move.get("from")
        named = [(("from",), sources)] if isinstance(sources, str) else _items("from", sources)
        for path, stage in [*named, (("to",), move.get("to"))]:
            free = {BEFORE_SUSPENSION, SAME} if path == ("to",) else set[str]()
            if isinstance(stage, str) and stage not in free and stage not in known:
                faults.append(_no_stage(source, ("moves", number, *path), stage, known))
    return faults


def _mappings(value: Any) -> list[tuple[int, dict[str, Any]]]:
    listed: list[Any] = value if isinstance(value, list) else []
    return [(number, one) for number, one in enumerate(listed) if isinstance(one, dict)]


def _items(name: str, value: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    listed: list[Any] = value if isinstance(value, list) else []
    return [((name, number), one) for number, one in enumerate(listed)]


def _no_stage(source: Source, path: tuple[str | int, ...], stage: str, known: Iterable[str]) -> Fault:
    ru, en = did_you_mean(stage, known)
    return source.fault(path, f"нет такого этапа; {ru}", f"no such stage; {en}")


class _File:
    """The checked data, with the questions the checks ask of it."""

    def __init__(self, source: Source) -> None:
        data: Any = source.data
        self.source = source
        self.stages: list[dict[str, Any]] = data["stages"]
        self.moves = [_MoveAt(number, move) for number, move in enumerate(data["moves"])]
        self.order = {stage["key"]: number for number, stage in enumerate(self.stages)}
        self.final = {stage["key"] for stage in self.stages if stage.get("final")}
        self.waiting = {stage["key"] for stage in self.stages if stage.get("resumes")}
        self.mentees: dict[str, int] = {"at_least": 1, "at_most": 1} | data.get("mentees", {})

    def edges(self) -> Iterator[tuple[str, str]]:
        """Every step a pair can make, as (from, to)."""
        suspended_in = [source for move in self.moves if move.kind == "suspend" for source in move.sources]
        for move in self.moves:
            for source in move.sources:
                for target in suspended_in if move.to == BEFORE_SUSPENSION else [move.to]:
                    yield source, source if target == SAME else target


@dataclass(frozen=True, slots=True)
class _MoveAt:
    """A move of the file and its number there."""

    number: int
    data: dict[str, Any]

    @property
    def path(self) -> tuple[str | int, ...]:
        return ("moves", self.number)

    @property
    def kind(self) -> str:
        return str(self.data.get("kind", "forward"))

    @property
    def to(self) -> str:
        return str(self.data["to"])

    @property
    def sources(self) -> list[str]:
        sources = self.data["from"]
        return [sources] if isinstance(sources, str) else list(sources)

    @property
    def needs(self) -> list[tuple[str, dict[str, Any]]]:
        return [item for need in self.data.get("needs", ()) for item in need.items()]

    @property
    def outcomes(self) -> list[str]:
        return list(self.data.get("outcomes", ()))

    def source_path(self, number: int) -> tuple[str | int, ...]:
        inside = () if isinstance(self.data["from"], str) else (number,)
        return (*self.path, "from", *inside)


def _keys(file: _File, kind: Literal["stages", "moves"]) -> Iterator[Fault]:
    """Each key is used once, and not for something else."""
    say = file.source.fault
    seen: set[str] = set()
    for number, thing in enumerate(file.stages if kind == "stages" else [move.data for move in file.moves]):
        if thing["key"] in seen:
            yield say((kind, number, "key"), "такой ключ уже есть выше", "this key is already used above")
        seen.add(thing["key"])
        if thing["key"] in {BEFORE_SUSPENSION, SAME}:
            yield say((kind, number, "key"), "это слово занято", "this word is reserved")


def _titles(source: Source) -> Iterator[Fault]:
    """Titles stand in the subjects of letters: one line, nothing hidden."""
    for path in source.places:
        text = _at(source.data, path)
        if path[-2:-1] == ("title",) and isinstance(text, str) and breaks_the_line(text):
            yield source.fault(path, "нужна одна строка без управляющих знаков", "one line without control characters")


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _references(file: _File) -> Iterator[Fault]:
    """Moves lead from and to stages that exist."""
    for move in file.moves:
        for number, stage in enumerate(move.sources):
            if stage not in file.order:
                yield _no_stage(file.source, move.source_path(number), stage, file.order)
        if move.to not in file.order and move.to not in {BEFORE_SUSPENSION, SAME}:
            yield _no_stage(file.source, (*move.path, "to"), move.to, file.order)


def _stages(file: _File) -> Iterator[Fault]:
    """The first stage is `formed`, ends exist, due lists have no dead rules."""
    say = file.source.fault
    if file.stages[0]["key"] != FORMED:
        yield say(("stages", 0, "key"), f"первый этап всегда «{FORMED}»", f"the first stage is always `{FORMED}`")
    if not file.final:
        yield say(("stages",), "нет ни одного завершающего этапа (final: true)", "no stage is final (final: true)")
    if file.mentees["at_most"] < file.mentees["at_least"]:
        yield say(("mentees",), "at_most меньше, чем at_least", "at_most is less than at_least")
    for number, stage in enumerate(file.stages):
        path = ("stages", number)
        if stage.get("final") and stage.get("resumes"):
            yield say(
                (*path, "resumes"), "завершающий этап не возобновляется", "a final stage does not resume", key=True
            )
        for name in ("due", "watch"):
            if stage.get("final") and name in stage:
                yield say((*path, name), "у завершающего этапа этого нет", "a final stage has none", key=True)
        due = stage.get("due", [])
        for place, rule in enumerate(due[:-1]):
            if "roadmap" not in rule:
                ru = "следующие за этим правила никогда не сработают: оно всегда даёт дату"
                yield say((*path, "due", place), ru, "the rules after this one never count: it always yields a date")
                break


def _moves(file: _File) -> Iterator[Fault]:
    for move in file.moves:
        yield from _target(file, move)
        yield from _sources(file, move)
        yield from _needs(file, move)
        yield from _outcomes(file, move)


def _target(file: _File, move: _MoveAt) -> Iterator[Fault]:
    """The kind of a move fits the stage it leads to."""
    say, to = file.source.fault, (*move.path, "to")
    if move.to == BEFORE_SUSPENSION and move.kind != "resume":
        yield say(to, "так возвращает только kind: resume", "only kind: resume returns so")
    if move.kind == "resume" and move.to != BEFORE_SUSPENSION:
        yield say(to, f"возобновление ведёт в {BEFORE_SUSPENSION}", f"a resumption leads to {BEFORE_SUSPENSION}")
    if move.to == SAME and move.kind != "replace":
        yield say(to, "на месте остаётся только kind: replace", "only kind: replace stays in place")
    if move.kind == "suspend" and move.to not in file.waiting:
        yield say(to, "приостановка ведёт в этап с resumes: true", "a suspension leads to a stage with resumes: true")
    if move.kind != "suspend" and move.to in file.waiting:
        yield say(to, "сюда ведёт только kind: suspend", "only kind: suspend leads here")
    if move.kind == "end" and move.to not in file.final:
        yield say(to, "прекращение ведёт в завершающий этап", "an ending leads to a final stage")


def _sources(file: _File, move: _MoveAt) -> Iterator[Fault]:
    """The kind of a move fits the stages it leaves."""
    say, to = file.source.fault, (*move.path, "to")
    there = file.order.get(move.to)
    for number, stage in enumerate(move.sources):
        here, path = file.order.get(stage), move.source_path(number)
        if stage in file.final:
            yield say(path, "из завершающего этапа нет выхода", "there is no way out of a final stage")
        elif move.kind == "resume" and stage not in file.waiting:
            yield say(
                path, "возобновить можно только из этапа с resumes: true", "only a stage with resumes: true resumes"
            )
        elif here is None or there is None:
            continue
        elif move.kind == "forward" and there <= here:
            yield say(
                to, "kind: forward ведёт только к более позднему этапу", "kind: forward leads to a later stage only"
            )
        elif move.kind == "back" and there >= here:
            yield say(to, "kind: back ведёт только к более раннему этапу", "kind: back leads to an earlier stage only")


def _needs(file: _File, move: _MoveAt) -> Iterator[Fault]:
    say = file.source.fault
    names = [name for name, _ in move.needs]
    for number, (name, parameters) in enumerate(move.needs):
        if (name, parameters) in move.needs[:number]:
            yield say((*move.path, "needs", number), "это условие уже названо", "this need is already named")
        if name == "notice" and not move.outcomes:
            ru, en = (
                "уведомление нужно только там, где есть outcomes",
                "a notice is needed only where there are outcomes",
            )
            yield say((*move.path, "needs", number), ru, en)
        purpose = parameters.get("purpose", PAPER_PURPOSES[0])
        if purpose not in PAPER_PURPOSES:
            ru, en = did_you_mean(purpose, PAPER_PURPOSES)
            path = (*move.path, "needs", number, name, "purpose")
            yield say(path, f"такой документ нельзя зарегистрировать; {ru}", f"no such paper can be registered; {en}")
    everybody = {"kind": "personal-data", "of": "all"}
    if move.kind == "forward" and FORMED in move.sources:
        given = [
            parameters | {"of": parameters.get("of", "all")} for name, parameters in move.needs if name == "consents"
        ]
        if everybody not in given:
            yield say(
                (*move.path, "needs") if names else (*move.path, "key"),
                f"из «{FORMED}» нельзя уйти без согласий всех: consents: {{kind: personal-data, of: all}}",
                f"`{FORMED}` is left only with everybody's consent: consents: {{kind: personal-data, of: all}}",
                key=bool(names),
            )


def _outcomes(file: _File, move: _MoveAt) -> Iterator[Fault]:
    say = file.source.fault
    if move.to in file.final and not move.outcomes:
        yield say((*move.path, "key"), "не названы исходы (outcomes)", "the outcomes are missing")
    if move.to not in file.final and move.outcomes:
        ru, en = "исходы бывают только у перехода в завершающий этап", "only a move to a final stage has outcomes"
        yield say((*move.path, "outcomes"), ru, en, key=True)
        return
    noticed = any(name == "notice" for name, _ in move.needs)
    for number, outcome in enumerate(move.outcomes):
        if outcome not in _WITHOUT_NOTICE and not noticed:
            ru, en = "такой исход требует уведомления (needs: notice)", "this outcome needs a notice (needs: notice)"
            yield say((*move.path, "outcomes", number), ru, en)
        if outcome in _WITHOUT_NOTICE and noticed:
            ru, en = "такой исход не требует уведомления", "this outcome needs no notice"
            yield say((*move.path, "outcomes", number), ru, en)


def _ways(file: _File) -> Iterator[Fault]:
    """Every stage can be reached, and from every stage there is a way to an end; a suspended pair can
    resume.
    """
    say, edges = file.source.fault, list(file.edges())
    reached = _closure({FORMED}, edges)
    ending = _closure(file.final, [(to, source) for source, to in edges])
    resumed = {source for move in file.moves if move.kind == "resume" for source in move.sources}
    for number, stage in enumerate(file.stages):
        key, path = stage["key"], ("stages", number, "key")
        if key not in reached:
            yield say(path, "до этого этапа нельзя дойти", "this stage cannot be reached")
        if key not in ending:
            yield say(path, "с этого этапа нет пути к завершению", "from this stage there is no way to an end")
        if key in file.waiting and key not in resumed:
            yield say(
                path, "приостановленную пару нельзя возобновить: нет kind: resume", "no move of kind: resume leaves it"
            )


def _closure(start: set[str], edges: list[tuple[str, str]]) -> set[str]:
    found, front = set(start), set(start)
    while front:
        front = {to for source, to in edges if source in front} - found
        found |= front
    return found
