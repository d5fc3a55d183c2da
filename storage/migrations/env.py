"""What Alembic runs. The caller gives an open transaction (`storage/schema.py`); nothing is read from a file."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.schema import MODELS
from storage.types import Instant


def _written(kind: str, found: Any, _context: AutogenContext) -> str | Literal[False]:
    return "Instant()" if kind == "type" and isinstance(found, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=MODELS,
    render_as_batch=True,
    render_item=_written,
    transactional_ddl=True,
)
context.run_migrations()
