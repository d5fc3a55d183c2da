"""Publishes a version of a lifecycle written by hand."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from storage import definitions, pairs
from workflows.carry_out_move import refused
from workflows.definitions.migration_files import StageMap
from workflows.migrate_pairs import older_versions, preview
from workflows.publish_lifecycle import register


@dataclass(frozen=True, slots=True)
class DefinitionPublished:
    """`fresh` is false when this very version had been published before."""

    id: int
    lifecycle: str
    version: int
    hash: str
    fresh: bool


def publish_definition(
    tx: Connection, *, by: By, definition: Definition, stage_map: StageMap | None = None
) -> DefinitionPublished | Refused:
    """Registers it for ever. Pairs at work stay with their version until `migrate_pairs` moves them.

    Refused when the number of the version is taken or too low, and when live pairs stand in a stage that this version
    drops: then `stage_map` must say where they are to go. Only the operator publishes.
    """
    if by.person_id is not None:
        return Refused((lacking(["administrator"]),))
    known = definitions.versions(tx, "lifecycle", definition.key)
    for one in known:
        if one.hash == definition.hash:
            return DefinitionPublished(one.id, one.key, one.version, one.hash, fresh=False)
    if known and definition.version <= known[0].version:
        return _taken(definition, known[0].version)
    if stage_map is not None and (stage_map.lifecycle, stage_map.to) != (definition.key, definition.version):
        raise BadInput(
            "--map",
            f"--map: соответствие не для «{definition.key}» версии {definition.version}",
            f"--map: the mapping is not for version {definition.version} of `{definition.key}`",
        )
    older = older_versions(tx, definition.key, below=definition.version)
    live = pairs.pinned_to(tx, [one.id for one in older])
    _, faults = preview(tx, older, definition, stage_map.stages if stage_map else {}, live)
    if faults:
        return Refused(faults)
    made = register(tx, definition, at=by.at)
    return DefinitionPublished(made.id, made.key, made.version, made.hash, fresh=True)


def _taken(definition: Definition, newest: int) -> Refused:
    return refused(
        "version",
        f"Версия {definition.version} не новее опубликованной {newest}, а опубликованное не меняется",
        f"Version {definition.version} is not newer than the published {newest}, and what is published never changes",
        mend_ru=f"Поставьте version: {newest + 1}",
        mend_en=f"Write version: {newest + 1}",
    )
