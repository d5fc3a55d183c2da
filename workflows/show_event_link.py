"""What the page behind an event's invitation shows: what and when it is, and for whom the reader may answer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.names import short_name
from storage import events, own_day
from storage.events import EventRow
from workflows.answer_invitation import speaks_for
from workflows.local_life import local_life
from workflows.open_letter_link import OpenLink


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody invited. `name` is "" for the reader himself. `coming`: the answer, None = none yet."""

    person_id: int
    name: str
    coming: bool | None


@dataclass(frozen=True, slots=True)
class EventAsked:
    """`open`: it is still ahead and answers count."""

    event: EventRow
    organisation: str
    today: date
    asked: tuple[Asked, ...]

    @property
    def open(self) -> bool:
        over = self.event.held_on is not None or self.event.called_off_on is not None
        return not over and self.event.planned_on >= self.today


def show_event_link(tx: Connection, opened: OpenLink) -> EventAsked:
    """The event of a link that `open_letter_link` opened."""
    event = events.get(tx, opened.link.subject_id)
    assert event is not None  # noqa: S101  # the link would not have opened
    life = local_life(tx, event.organisation_id)
    told = speaks_for(tx, event, opened.link.person_id, at=opened.at)
    mine = opened.link.person_id
    wards = own_day.wards(tx, mine, day=life.today(opened.at))
    return EventAsked(
        event=event,
        organisation=life.name,
        today=life.today(opened.at),
        asked=tuple(
            Asked(person_id, "" if person_id == mine else short_name(wards[person_id]), coming)
            for person_id, coming in sorted(told.items(), key=lambda one: one[0] != mine)
        ),
    )
