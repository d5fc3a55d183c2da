"""Puts a lifecycle into the register of published definitions, where it never changes again."""

from datetime import datetime

from sqlalchemy import Connection

from engine.lifecycle import Definition
from engine.refusals import BadInput
from storage import definitions
from storage.definitions import Published
from workflows.definitions.lifecycle_files import lifecycle, lifecycles, to_json


def newest_lifecycle(tx: Connection, key: str, *, at: datetime) -> Published:
    """The newest version of a lifecycle. A built-in one is published at its first use.

    Raises BadInput of `--lifecycle` when neither the register nor the product knows the key.
    """
    published = definitions.newest(tx, "lifecycle", key)
    if key not in lifecycles() and published is not None:
        return published
    built_in = lifecycle(key)
    if published is not None and published.version >= built_in.version:
        return published
    return register(tx, built_in, at=at)


def register(tx: Connection, definition: Definition, *, at: datetime) -> Published:
    """Stores one more version. The caller has made sure that it is new."""
    made = definitions.add(
        tx,
        kind="lifecycle",
        key=definition.key,
        version=definition.version,
        digest=definition.hash,
        body=to_json(definition),
        at=at,
    )
    found = definitions.by_id(tx, made)
    assert found is not None  # noqa: S101  # stored in this transaction
    return found


def published_lifecycle(tx: Connection, key: str, version: int | None = None) -> Published:
    """A published version, the newest when `version` is None. Raises BadInput when there is no such one."""
    for one in definitions.versions(tx, "lifecycle", key):
        if version in (None, one.version):
            return one
    raise BadInput(
        "lifecycle",
        f"Нет опубликованной версии «{key}»" + ("" if version is None else f" {version}"),
        f"There is no published version of `{key}`" + ("" if version is None else f" {version}"),
    )
