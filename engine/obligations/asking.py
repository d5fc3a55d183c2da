"""What a survey asks of people: an answer from each of them until a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from engine.obligations.deriving import Derived


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """A survey with a day until which answers are wanted. `closed`: nobody is asked any more."""

    id: int
    title: str
    due_on: date
    opened_on: date
    closed: bool


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """Somebody asked, about one pair where there is one. `person_id` None: whoever of the curators answers first."""

    person_id: int | None
    pair_id: int | None = None
    pair_number: int | None = None
    held: bool = False


def survey_owes(
    survey: SurveyFacts, asked: Iterable[AskedFacts], answered: Collection[tuple[int | None, int | None]]
) -> tuple[Derived, ...]:
    """One obligation of each person, or of each person for each of his pairs. `answered`: (person, pair) so far.

    It belongs to no pair and no row: a pair that ends takes only what is asked about it along. Titles name nobody.

    >>> survey = SurveyFacts(3, "Диагностика", date(2025, 12, 20), date(2025, 12, 1), closed=False)
    >>> asked = [AskedFacts(5, 7, 17), AskedFacts(6, 7, 17)]
    >>> [(one.occurrence, one.status) for one in survey_owes(survey, asked, {(5, 7)})]
    [('person:5/pair:7', 'done'), ('person:6/pair:7', 'open')]
    """
    found: list[Derived] = []
    for one in asked:
        done = (one.person_id, one.pair_id) in answered
        if survey.closed and not done:
            continue
        about = "" if one.pair_number is None else f", пара № {one.pair_number}"
        found.append(
            Derived(
                subject_kind="diagnostic",
                subject_id=survey.id,
                occurrence=occurrence_of(one.person_id, one.pair_id),
                title=f"Анкета «{survey.title}»{about}",
                due_on=survey.due_on,
                starts_on=survey.opened_on,
                status="done" if done else "open",
                responsible_role="curator" if one.person_id is None else None,
                responsible_id=one.person_id,
                held=one.held,
            )
        )
    return tuple(found)


def occurrence_of(person_id: int | None, pair_id: int | None) -> str:
    """How the obligation of somebody asked is called within its survey.

    >>> occurrence_of(5, None), occurrence_of(None, None)
    ('person:5', 'curator')
    """
    who = "curator" if person_id is None else f"person:{person_id}"
    return who if pair_id is None else f"{who}/pair:{pair_id}"


def asked_of(occurrence: str) -> tuple[int | None, int | None]:
    """(person, pair) of an occurrence.

    >>> asked_of("person:5/pair:7"), asked_of("curator")
    ((5, 7), (None, None))
    """
    who, _, pair = occurrence.partition("/pair:")
    person = who.removeprefix("person:")
    return int(person) if person.isdigit() else None, int(pair) if pair else None
