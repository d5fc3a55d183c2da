"""The paragraphs that most stories share: what a pair does from its order to its last meeting."""

from nastavnik.demo.acts import (
    all_sign,
    answers,
    approves_plan,
    forms,
    gives_feedback,
    marks,
    meets,
    moves,
    ordered,
    writes_plan,
)
from nastavnik.demo.days import Day, on

Chapter = tuple[Day, ...]


def beginning(formed: str, *, signed: str, order: str, at: str = "10:00") -> Chapter:
    """Formed; consents, the order and the first step on the day when everybody has signed."""
    return (
        on(formed, forms, at=at),
        on(signed, all_sign, ordered(order), moves("acquaint"), at="12:30"),
    )


def acquaintance(met: str, *, moved: str | None = None) -> Chapter:
    """They meet; the curator moves the pair on, the same day unless told otherwise."""
    return (on(met, meets("acquaintance"), at="14:10"), on(moved or met, moves("try"), at="15:00"))


def trial(met: str, *, moved: str | None = None) -> Chapter:
    """A trial meeting after which both want to go on."""
    return (on(met, meets("trial"), at="14:40"), on(moved or met, moves("plan"), at="16:00"))


def planning(
    written: str, *steps: tuple[str, str], approved: str, order: str, goal: str = "", request: str = ""
) -> Chapter:
    """The plan is written and later approved by an order, and work begins."""
    return (
        on(written, meets("planning"), writes_plan(*steps, goal=goal, request=request), at="13:20"),
        on(approved, approves_plan(order), moves("start_work"), at="11:15"),
    )


def work(*done: str) -> Chapter:
    """The lines of the plan in order, each on its day."""
    return tuple(on(day, marks(position), at="15:30") for position, day in enumerate(done, start=1))


def ending(period: str, *, answered: str, met: str, report: str) -> Chapter:
    """The diagnostics, the final meeting, the mentor's report and a word from everybody."""
    return (
        on(answered, answers(period), moves("finish"), at="12:00"),
        on(
            met,
            meets("final"),
            ordered(report, kind="report", purpose="mentoring-report"),
            gives_feedback,
            moves("close"),
            at="14:00",
        ),
    )
