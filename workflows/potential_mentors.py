"""Who might become a mentor: who said so in a questionnaire or has told what he can share, and leads nobody yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.words import Words
from storage import said_by_people, survey_people
from storage.people_registers import Enlisted
from workflows.told_by_people import Spoken, told_by_people

_NOTHING = Spoken()


@dataclass(frozen=True, slots=True)
class Potential:
    """`ground`: why he stands here; the lists and texts are the profile's, else the questionnaires'."""

    person: Enlisted
    ground: Words
    competences: list[str]
    wished_age: str
    time: str
    capacity: int | None


def potential_mentors(
    tx: Connection, path: str, people: Iterable[Enlisted], *, leading: Iterable[int], day: date
) -> Iterator[Potential]:
    """Of the organisation at `path` and below. `leading`: who leads a pair on the day. Left out is also whoever said
    last that he is not ready, and whose consent does not stand on the day.
    """
    busy = set(leading)
    spoken = told_by_people(tx, said_by_people.below_path(tx, path, day=day))
    known = [(one, spoken.get(one.id, _NOTHING)) for one in people if one.id not in busy]
    fitting = [(one, said, ground) for one, said in known if (ground := _ground(one, said)) is not None]
    signed = survey_people.consented(tx, [one.id for one, _, _ in fitting], day=day)
    for one, said, ground in fitting:
        if one.id not in signed:
            continue
        yield Potential(
            one,
            ground,
            one.competences or said.values.get("competences", []),
            one.wished_age or said.values.get("wished_age", ""),
            one.time_resource or said.values.get("time_resource", ""),
            one.capacity if one.capacity is not None else said.values.get("capacity"),
        )


def _ground(one: Enlisted, said: Spoken) -> Words | None:
    if said.ready is False:
        return None
    if said.ready:
        return _on("Готов по опросу", "Said to be ready", said.ready_on)
    if said.resources_on is not None:
        return _on("Анкета о ресурсах", "Told his resources", said.resources_on)
    if one.competences or one.capacity:
        return Words("Компетенции в сведениях", "Competences in the profile")
    return None


def _on(ru: str, en: str, day: date | None) -> Words:
    return Words(f"{ru} {day:%d.%m.%Y}", f"{en} {day}") if day else Words(ru, en)
