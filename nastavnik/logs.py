"""The log of long-running commands: one line an event on stderr, nothing about people in it."""

import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

from nastavnik.cli.unexpected import places


def log_to_stderr() -> None:
    """stdout is for answers. An exception leaves its kind and its place: its text may quote a name or an address."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_texts,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def _without_texts(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["error"] = type(error).__name__
        event["where"] = " < ".join(reversed(places(error)))
    # logfmt knows no nesting: what an event counts is written flat
    for key, value in event.items():
        if isinstance(value, dict):
            event[key] = ",".join(f"{name}={number}" for name, number in value.items())
    return event
