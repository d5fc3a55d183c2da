"""${message}

Revision: ${up_revision}
Follows: ${down_revision or "nothing"}
Made: ${create_date}

Safety: this script meets real data, on SQLite (batch mode rebuilds the table) and on PostgreSQL (the table stays
locked until the end). Add columns with a server default or as nullable; fill and tighten in a later script. Never
edit a script that was released. A view that reads a changed column is dropped first and created again after.
There is no way down: the way back is `nastavnik restore`.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from storage.types import Instant
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
