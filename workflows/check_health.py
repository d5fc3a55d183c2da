"""Is the installation at work? The database, its schema, the clock's work, the letters."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage import heartbeats, outbox
from storage.schema_state import SchemaState, schema_state
from workflows.tick import PULSE

_SILENT_AFTER = 3 * PULSE
_LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Health:
    """`ticked_at`: when the clock's work was last done, None = never. `letter_ready_since`: since when the letter
    that is ready longest might go; night, days off, caps and retries move that moment, a mail server that is away
    does not.
    """

    schema: SchemaState
    ticked_at: datetime | None
    letter_ready_since: datetime | None
    at: datetime

    @property
    def schema_fits(self) -> bool:
        return self.schema == "current"

    @property
    def ticks(self) -> bool:
        """Within three intervals; a clock that was turned back is no silence."""
        return self.ticked_at is not None and self.at - self.ticked_at <= _SILENT_AFTER

    @property
    def letters_go(self) -> bool:
        return self.letter_ready_since is None or self.at - self.letter_ready_since <= _LATE_AFTER

    @property
    def ready(self) -> bool:
        return self.schema_fits and self.ticks and self.letters_go


def check_health(tx: Connection, *, at: datetime) -> Health:
    """A database of another schema is not asked further: its tables may be others."""
    schema = schema_state(tx)
    if schema != "current":
        return Health(schema, None, None, at)
    beats = [beat for name in ("tick", "worker") if (beat := heartbeats.last_beat(tx, name)) is not None]
    return Health(schema, max(beats, default=None), outbox.next_moment(tx), at)
