"""A roadmap offered from above is taken, whole or in part, as it is or with one's own dates and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.cascade import free_key
from engine.obligations import Past
from engine.periods import Period
from engine.refusals import Refused
from storage import journal, publications, roadmaps
from storage.roadmaps import LiveItem
from workflows.access import unknown
from workflows.assign_item import assign_item
from workflows.delegate_item import delegate_item, give_back
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import LocalLife
from workflows.make_roadmap_live import ask, asked_kinds
from workflows.offer_at_hand import not_answerable, take_offer
from workflows.offer_rows import answered
from workflows.own_deadline import own_deadline
from workflows.upper_rows import UpperRow, offered_rows

_OWN_ROLES = ("head", "curator", "mentor", "mentee")


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What is different about a row here. `deadline`: one's own words, "" = as above; `person_id` None: the role."""

    deadline: str = ""
    person_id: int | None = None
    delegate_to: int | None = None


AS_ABOVE = RowChoice()


@dataclass(frozen=True, slots=True)
class Adopted:
    """`roadmap_id` is the organisation's own; `left` offered rows were not taken."""

    publication_id: int
    roadmap_id: int
    taken: int
    left: int


def adopt_roadmap(
    tx: Connection,
    *,
    by: By,
    publication_id: int,
    choices: Mapping[int, RowChoice] | None = None,
    into: int | None = None,
    past: Past = "open",
) -> Adopted | Refused:
    """Take the offered rows named in `choices` by their ids above (None = all) into a roadmap of one's own.

    `into` an existing roadmap, else into the one that took rows of this offer before, else into a new one. The other
    rows are left out on purpose and may be taken later. Raises BadInput for a row that is not offered or taken
    already, for words of a deadline nobody understands, for people and organisations `by` may not name.
    """
    offer, life, no = take_offer(tx, by=by, publication_id=publication_id)
    if no is not None:
        return no
    if (no := not_answerable(offer, ("offered", "accepted"))) is not None:
        return no
    rows = offered_rows(tx, offer)
    here = {} if offer.lower_roadmap_id is None else _taken(tx, offer.lower_roadmap_id)
    open_rows = {one.id: one for one in rows if one.id not in here or here[one.id].dropped_on is not None}
    chosen = dict.fromkeys(open_rows, AS_ABOVE) if choices is None else dict(choices)
    if strange := sorted(set(chosen) - set(open_rows)):
        raise unknown("row", strange[0])
    today = life.today(by.at)
    roadmap_id = _home(tx, offer, into, life, today, past)
    period = _period(tx, roadmap_id)
    made = _store(tx, [open_rows[key] for key in open_rows if key in chosen], chosen, roadmap_id, period, life, today)
    for one in roadmaps.live_items(tx, roadmap_id):
        if one.row.id in made:
            _ask(tx, one, life, today, by)
    derive_roadmap(tx, roadmap_id, at=by.at)
    if (no := _entrust(tx, by, chosen, made)) is not None:
        return no
    left = sorted({one.id for one in rows} - set(chosen) - {key for key in here if here[key].dropped_on is None})
    give_back(tx, by=by, item_ids=left, to=offer.organisation_id)
    publications.change(
        tx, offer, state="accepted", lower_roadmap_id=roadmap_id, answered_at=offer.answered_at or by.at, left=left
    )
    answered(tx, publication_id, life=life, by=by)
    journal.append(
        tx,
        organisation_id=offer.organisation_id,
        by=by,
        verb="roadmap.adopt",
        subject=f"publication:{publication_id}",
        facts={"roadmap": roadmap_id, "rows": sorted(chosen), "left": left},
    )
    return Adopted(publication_id, roadmap_id, len(chosen), len(left))


def _taken(tx: Connection, roadmap_id: int) -> dict[int, Row[Any]]:
    """The rows of the organisation's own roadmap by the rows above they came from."""
    return {row.upper_item_id: row for row in publications.taken_rows(tx, roadmap_id)}


def _home(tx: Connection, offer: Row[Any], into: int | None, life: LocalLife, today: date, past: Past) -> int:
    """The roadmap that takes the rows: an existing one of the organisation, or a new one."""
    began = offer.state == "accepted"  # rows of one offer stay together
    wanted = offer.lower_roadmap_id if began or into is None else into
    if wanted is not None:
        own = roadmaps.get(tx, wanted)
        if own is None or own.organisation_id != life.organisation_id:
            raise unknown("--into", wanted)
        if own.dropped_on is not None:
            publications.drop_roadmap(tx, wanted, on=None)
        return int(wanted)
    upper = roadmaps.get(tx, offer.roadmap_id)
    assert upper is not None  # noqa: S101  # the offer points to it
    return roadmaps.add(
        tx,
        {
            "organisation_id": life.organisation_id,
            "template": upper.template,
            "title": upper.title,
            "period_start": upper.period_start,
            "period_end": upper.period_end,
            "applied_on": today,
            "past": past,
            "goal": upper.goal,
            "aims": upper.aims,
            "headings": upper.headings,
            "upper_roadmap_id": upper.id,
        },
    )


def _period(tx: Connection, roadmap_id: int) -> Period:
    row = roadmaps.get(tx, roadmap_id)
    assert row is not None  # noqa: S101  # it was found or made a moment ago
    return Period(row.period_start, row.period_end)


def _store(
    tx: Connection,
    rows: Sequence[UpperRow],
    chosen: Mapping[int, RowChoice],
    roadmap_id: int,
    period: Period,
    life: LocalLife,
    today: date,
) -> dict[int, int]:
    """The rows taken, by their ids here → the ids above. A row that was taken once and dropped is taken up again."""
    known = roadmaps.every_item(tx, roadmap_id)
    before = {row.upper_item_id: row for row in known if row.upper_item_id is not None}
    keys, place = {row.key for row in known}, publications.last_position(tx, roadmap_id)
    fresh: list[dict[str, Any]] = []
    for one in rows:
        values = _columns(one, chosen[one.id], period, today)
        again = before.get(one.id)
        if again is not None:
            roadmaps.change_item(tx, again, dropped_on=None, **values)
            continue
        place += 1
        fresh.append(
            values
            | {"roadmap_id": roadmap_id, "organisation_id": life.organisation_id, "position": place}
            | {"key": free_key(one.row.key, keys), "source": {}, "questions": [], "notes": []}
        )
    roadmaps.add_items(tx, fresh)
    wanted = {one.id for one in rows}
    return {row.id: row.upper_item_id for row in publications.taken_rows(tx, roadmap_id) if row.upper_item_id in wanted}


def _ask(tx: Connection, one: LiveItem, life: LocalLife, today: date, by: By) -> None:
    """The row's questions; one that is taken up again asks what it asked."""
    again = roadmaps.reopen_tasks(tx, one.row.id, kinds=asked_kinds(one))
    for task_id in again:
        derive_task(tx, task_id, at=by.at)
    if not again:
        ask(tx, one, life, on=today, by=by)


def _columns(one: UpperRow, choice: RowChoice, period: Period, today: date) -> dict[str, Any]:
    """A row as it stands here: the words from above, one's own date, the role that has it here."""
    words = one.words
    own = (
        own_deadline(choice.deadline, period=period, today=today, field=f"deadline_{one.id}")
        if choice.deadline.strip()
        else {}
    )
    role = one.row.responsible_role
    return {
        **words,
        **own,
        "source_deadline_text": words["deadline_text"],
        "shift": one.row.shift,
        "responsible_role": role if role in _OWN_ROLES else "curator",
        "thresholds": one.row.thresholds,
        "drives": one.row.drives,
        "upper_item_id": one.id,
        "upper_version": one.mark,
        "agreed": words,
        "adoption": "adapted" if own else "accepted",
    }


def _entrust(tx: Connection, by: By, chosen: Mapping[int, RowChoice], made: Mapping[int, int]) -> Refused | None:
    """Give rows to people here, or to other organisations."""
    for item_id, upper_id in made.items():
        choice = chosen[upper_id]
        if choice.person_id is not None:
            assigned = assign_item(tx, by=by, item_id=item_id, person_id=choice.person_id)
            if isinstance(assigned, Refused):
                return assigned
        if choice.delegate_to is not None:
            delegated = delegate_item(tx, by=by, item_id=item_id, to=choice.delegate_to)
            if isinstance(delegated, Refused):
                return delegated
    return None
