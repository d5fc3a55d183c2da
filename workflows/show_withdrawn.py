"""Withdrawals whose thirty days run: by whom, until when, and what the program knows of where the person is shown."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage import appearances, consent_coverage
from storage.appearances import Appearance
from storage.consent_coverage import Withdrawn
from storage.scope import Scope


@dataclass(frozen=True, slots=True)
class Running:
    """`shown`: of a photo, where the person may be seen; `pairs`: of the duty, (id, number) of the live pairs led."""

    row: Withdrawn
    shown: tuple[Appearance, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()


def show_withdrawn(tx: Connection, scope: Scope) -> tuple[Running, ...]:
    """The nearest day first. The number of statements does not depend on how many there are."""
    found = consent_coverage.withdrawn(tx, scope)
    shown = appearances.of_people(tx, {one.person_id for one in found if one.kind == "photo"})
    led = appearances.pairs_led(tx, {one.person_id for one in found if one.kind == "mentoring-duty"})
    return tuple(
        Running(
            one,
            tuple(shown.get(one.person_id, ())) if one.kind == "photo" else (),
            tuple(led.get(one.person_id, ())) if one.kind == "mentoring-duty" else (),
        )
        for one in found
    )
