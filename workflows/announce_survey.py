"""Letters when a survey opens, and reminders by hand to those who have not answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Standing
from engine.refusals import Refused
from engine.reminders.recipients import Duty, recipients
from storage import announcements, obligations, surveys
from storage.directory import Concerned, directory
from storage.types import as_text
from workflows.access import forbidden
from workflows.announce import News, queue_news
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_survey
from workflows.local_life import LocalLife, local_life
from workflows.remind import send, sort_out
from workflows.survey_at_hand import find_survey, take_survey


@dataclass(frozen=True, slots=True)
class SurveyReminded:
    """`letters` queued; `silent`: how many of those who have not answered get none (no address, told today…)."""

    id: int
    letters: int
    silent: int


def announce_survey(tx: Connection, survey_id: int, *, at: datetime) -> int:
    """Queue one letter to each of the asked, ready in ten minutes; a minor's goes to the representative."""
    hand = take_survey(tx, survey_id)
    assert hand is not None  # noqa: S101  # the caller has just opened it
    life = local_life(tx, hand.programme.organisation_id)
    owed = [one for one in obligations.of_survey(tx, survey_id) if one.status == "open"]
    news = _news(tx, owed, survey_id, life, at)
    queue_news(tx, news, life=life, at=at)
    return sum(not one.reader.silence for one in news)


def ask_newcomers(tx: Connection, organisation_id: int, *, at: datetime) -> bool:
    """Whoever has come to the asked of an open survey since it opened owes an answer, too, and gets its letter; whoever
    has left them owes nothing. Returns whether the organisation has open surveys.
    """
    waiting = surveys.open_in(tx, organisation_id)
    for survey_id in waiting:
        _ask_newcomers(tx, survey_id, at=at)
    return bool(waiting)


def _ask_newcomers(tx: Connection, survey_id: int, *, at: datetime) -> None:
    derive_survey(tx, survey_id, at=at)
    hand = take_survey(tx, survey_id)
    assert hand is not None  # noqa: S101  # the caller has just read it
    life = local_life(tx, hand.programme.organisation_id)
    if hand.survey.due_on is None or hand.survey.due_on < life.today(at):
        return  # the ladder writes of what is overdue
    owed = [one for one in obligations.of_survey(tx, survey_id) if one.status == "open"]
    news = _news(tx, owed, survey_id, life, at)
    told = announcements.told_of_survey(tx, survey_id, [one.reader.person_id for one in news])
    fresh = [one for one in news if one.reader.person_id not in told]
    queue_news(tx, fresh, life=life, at=at)


def remind_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyReminded | Refused:
    """Remind everybody who has not answered yet, once a day at most."""
    hand = find_survey(tx, by=by, survey_id=survey_id)
    if (no := forbidden(tx, by, "reminder.send", hand.programme.organisation_id)) is not None:
        return no
    owed = [one.id for one in obligations.of_survey(tx, survey_id) if one.status == "open"]
    if not owed:
        return refused(
            "survey",
            "Напоминать некому: ответили все или анкета закрыта",
            "There is nobody to remind: all have answered, or it is closed",
            mend_ru="Посмотрите результаты",
            mend_en="Look at the results",
        )
    found = sort_out(tx, obligations.listed(tx, owed), at=by.at)
    if not found.going:
        why = found.left_out[0].why
        return refused("reminder", why.ru, why.en, mend_ru="Попробуйте позже", mend_en="Try again later")
    letters = send(tx, found, by=by)
    return SurveyReminded(survey_id, len(letters), len(found.left_out))


def _news(tx: Connection, owed: Sequence[Standing], survey_id: int, life: LocalLife, at: datetime) -> list[News]:
    """One letter a reader, however many pairs he is asked about."""
    day = life.today(at)
    people = frozenset(one.responsible_id for one in owed if one.responsible_id is not None)
    known = directory(tx, Concerned(frozenset({life.organisation_id}), frozenset(), people), day=day)
    of_reader: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for one in owed:
        duty = Duty(
            life.organisation_id,
            one.subject_kind,
            responsible_role=one.responsible_role,
            responsible_id=one.responsible_id,
        )
        for reader in recipients(known, duty, "responsible", on_due_day=False, day=day):
            of_reader[reader.person_id].append((one.id, reader))
    return [
        News(
            f"survey-opened/{survey_id}/{person_id}/{as_text(at)}",
            "survey_opened",
            asked[0][1],
            None,
            {"survey": survey_id, "obligation": asked[0][0], "many": len(asked)},
        )
        for person_id, asked in of_reader.items()
    ]
