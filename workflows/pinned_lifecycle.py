"""The definition a pair lives by: the published version it pins."""

from sqlalchemy import Connection

from engine.lifecycle import Definition
from storage import definitions
from workflows.definitions.lifecycle_files import lifecycle_from_json

_READ: dict[str, Definition] = {}


def pinned_lifecycle(tx: Connection, definition_id: int, digest: str) -> Definition:
    """The definition with this id and hash. Published versions never change, so a process reads each once."""
    found = _READ.get(digest)
    if found is None:
        published = definitions.by_id(tx, definition_id)
        assert published is not None  # noqa: S101  # a foreign key says so
        found = _READ.setdefault(digest, lifecycle_from_json(published.body))
    return found


def pinned_definition(tx: Connection, definition_id: int) -> Definition:
    """The definition with this id, when its hash is not at hand."""
    published = definitions.by_id(tx, definition_id)
    assert published is not None  # noqa: S101  # a foreign key says so
    return pinned_lifecycle(tx, definition_id, published.hash)
