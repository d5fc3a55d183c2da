"""The version of a lifecycle definition somebody asks for by its key."""

from sqlalchemy import Connection

from engine.lifecycle import Definition
from engine.refusals import BadInput
from storage import definitions
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.pinned_lifecycle import pinned_definition


def newest_lifecycle(tx: Connection, key: str) -> Definition:
    """The published one, unless the product ships a newer one that nobody has used yet."""
    published = definitions.newest(tx, "lifecycle", key)
    built_in = lifecycle(key) if key in lifecycles() else None
    if published is None or (built_in is not None and built_in.version > published.version):
        return built_in or lifecycle(key)  # the second one says that there is no such key
    return pinned_definition(tx, published.id)


def chosen_lifecycle(tx: Connection, key: str, version: int | None) -> Definition:
    newest = newest_lifecycle(tx, key)
    if version in (None, newest.version):
        return newest
    for one in definitions.versions(tx, "lifecycle", key):
        if one.version == version:
            return pinned_definition(tx, one.id)
    raise BadInput("--version", f"--version: нет версии {version}", f"--version: there is no version {version}")
