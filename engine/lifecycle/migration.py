"""Moving live pairs to another version of their lifecycle: what would happen to each, and why it may not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.lifecycle.definition import Definition, suspendable_stages
from engine.refusals import Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class LivePair:
    """A pair that pins the old version. `suspended_from` only while it is suspended."""

    pair_id: int
    stage: str
    suspended_from: str | None = None


@dataclass(frozen=True, slots=True)
class MigrationRow:
    """What happens to one pair: the stage before and after, and the stage it will resume to (None: not
    suspended).
    """

    pair_id: int
    from_stage: str
    to_stage: str
    suspended_from: str | None = None

    @property
    def changes_stage(self) -> bool:
        return self.from_stage != self.to_stage


@dataclass(frozen=True, slots=True)
class MigrationPreview:
    """The rows in the order of the pairs given. With any fault nothing may be stored; the rows show what is
    clear.
    """

    rows: tuple[MigrationRow, ...]
    faults: tuple[Reason, ...]


def plan_migration(
    old: Definition, new: Definition, mapping: Mapping[str, str], pairs: Iterable[LivePair]
) -> MigrationPreview:
    """Where each live pair would stand in `new`. Stages missing from `mapping` keep their key.

    A stage that holds live pairs and is absent from `new` must be mapped; a live pair is never mapped into a
    final stage, nor between suspended and not suspended. Pairs already in a final stage of `old` are left
    out.
    Passed stages are not run again: only the pair's place changes.
    """
    live = [pair for pair in pairs if not _is_final(old, pair.stage)]
    held = Counter(stage for pair in live for stage in (pair.stage, pair.suspended_from) if stage is not None)
    kept = {stage: stage for stage in held if _has(new, stage)}
    faults = [*_versions(old, new), *_mapping(old, new, kept | dict(mapping))]
    if not faults:
        for stage, count in held.items():
            faults.extend(_stage(new, stage, mapping.get(stage, stage), count))
    if not faults:
        faults.extend(_resumption(new, mapping, live))
    rows = (_row(new, mapping, pair) for pair in live)
    return MigrationPreview(tuple(row for row in rows if row is not None), tuple(faults))


def _row(new: Definition, mapping: Mapping[str, str], pair: LivePair) -> MigrationRow | None:
    """None when the new version has no place for this pair."""
    to_stage = mapping.get(pair.stage, pair.stage)
    resumes_to = None if pair.suspended_from is None else mapping.get(pair.suspended_from, pair.suspended_from)
    if not _has(new, to_stage):
        return None
    return MigrationRow(pair.pair_id, pair.stage, to_stage, resumes_to)


def _versions(old: Definition, new: Definition) -> Iterator[Reason]:
    if old.key != new.key:
        yield _fault(
            Words(f"«{new.key}» — другой жизненный цикл, не «{old.key}»", f"`{new.key}` is not `{old.key}`"),
            Words("Выберите версию того же цикла", "Choose a version of the same lifecycle"),
        )
    elif new.version <= old.version:
        yield _fault(
            Words(
                f"Версия {new.version} не новее версии {old.version}",
                f"Version {new.version} is not newer than version {old.version}",
            ),
            Words("Опубликуйте более новую версию", "Publish a newer version"),
        )


def _mapping(old: Definition, new: Definition, mapping: Mapping[str, str]) -> Iterator[Reason]:
    """Both sides of the mapping exist, and it neither ends, suspends nor resumes anybody."""
    for source, target in mapping.items():
        way = f"{source} → {target}"
        if not _has(old, source) or not _has(new, target):
            unknown, version = (source, old.version) if not _has(old, source) else (target, new.version)
            yield _fault(
                Words(
                    f"{way}: в версии {version} нет этапа «{unknown}»", f"{way}: version {version} has no `{unknown}`"
                ),
                Words("Исправьте соответствие этапов", "Mend the mapping"),
            )
        elif _is_final(new, target) and not _is_final(old, source):
            yield _fault(
                Words(f"{way}: перенос не может завершить пару", f"{way}: a migration cannot end a pair"),
                Words(
                    "Завершите пару переходом или выберите другой этап",
                    "End the pair by a move or choose another stage",
                ),
            )
        elif _is_waiting(new, target) != _is_waiting(old, source):
            yield _fault(
                Words(
                    f"{way}: перенос не приостанавливает и не возобновляет",
                    f"{way}: a migration neither suspends nor resumes",
                ),
                Words("Выберите этап того же рода", "Choose a stage of the same kind"),
            )


def _stage(new: Definition, stage: str, target: str, count: int) -> Iterator[Reason]:
    if not _has(new, target):
        yield _fault(
            Words(
                f"На этапе «{stage}» живых пар: {count}, а в версии {new.version} его нет",
                f"Live pairs in the stage `{stage}`: {count}, but version {new.version} has no such stage",
            ),
            Words(f"Укажите, куда перенести «{stage}»", f"Say where `{stage}` goes"),
        )


def _resumption(new: Definition, mapping: Mapping[str, str], live: Iterable[LivePair]) -> Iterator[Reason]:
    """A suspended pair must be able to return to the stage it was suspended in."""
    possible = suspendable_stages(new)
    waiting_for = {mapping.get(pair.suspended_from, pair.suspended_from) for pair in live if pair.suspended_from}
    for stage in sorted(waiting_for - set(possible)):
        yield _fault(
            Words(
                f"В версии {new.version} нельзя возобновить работу с этапа «{stage}»",
                f"In version {new.version} a pair cannot resume in the stage `{stage}`",
            ),
            Words("Укажите для него другой этап", "Map it to another stage"),
        )


def _has(definition: Definition, key: str) -> bool:
    return any(stage.key == key for stage in definition.stages)


def _is_final(definition: Definition, key: str) -> bool:
    return any(stage.key == key and stage.final for stage in definition.stages)


def _is_waiting(definition: Definition, key: str) -> bool:
    return any(stage.key == key and stage.resumes for stage in definition.stages)


def _fault(reason: Words, mend: Words) -> Reason:
    return Reason("mapping", reason, mend)
