"""Whether a database has the schema this program needs, asked without Alembic: every command asks it first."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text

SchemaState = Literal["empty", "behind", "current", "foreign"]

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_REVISION = re.compile(r"^(down_)?revision(?:: [^=]+)? = (?:None|['\"](\w+)['\"])", re.MULTILINE)
_CURRENT = text("SELECT version_num FROM alembic_version")


def schema_state(tx: Connection) -> SchemaState:
    """`empty`: no table at all; `behind`: an older release made it; `foreign`: a newer one or another program."""
    tables = inspect(tx).get_table_names()
    if not tables:
        return "empty"
    if "alembic_version" not in tables:
        return "foreign"
    found = tx.execute(_CURRENT).scalar()
    known, head = _scripts()
    if found == head:
        return "current"
    return "behind" if found in known else "foreign"


@cache
def _scripts() -> tuple[frozenset[str], str]:
    """All revisions, and the one that no other follows."""
    known: set[str] = set()
    followed: set[str] = set()
    for script in _VERSIONS.glob("*.py"):
        for down, name in _REVISION.findall(script.read_text(encoding="utf-8")):
            (followed if down else known).add(name)
    (head,) = known - followed
    return frozenset(known), head
