"""Opens a questionnaire for a programme: the diagnostics of a period, entry questionnaires, preferences and others."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.questionnaires import ASKED, PERIOD, SURVEY_KINDS, fits
from engine.refusals import BadInput, Refused
from storage import definitions, events, journal, organisations, roadmaps, surveys
from storage.programmes import ProgrammeRow
from workflows.access import forbidden, unknown
from workflows.announce_survey import announce_survey
from workflows.derive_obligations import derive_survey
from workflows.find_programme import find_programme
from workflows.local_life import local_life
from workflows.plain_text import one_of
from workflows.published_questionnaires import Offered, chosen, every_version, published
from workflows.survey_at_hand import find_survey

_USUAL_DAYS = 14
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    """`questionnaire` is the key of the questionnaire, "" = any words are taken. `letters`: how many were queued."""

    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date
    questionnaire: str = ""
    asked: str = "both"
    due_on: date | None = None
    letters: int = 0


def open_survey(
    tx: Connection,
    *,
    by: By,
    programme_id: int,
    period: str,
    kind: str | None = None,
    questionnaire: str | None = None,
    asked: str | None = None,
    due_on: date | None = None,
    item_id: int | None = None,
    event_id: int | None = None,
) -> SurveyOpened | Refused:
    """`period` names what it is about: `2025-Q4`, `2025-H1`, `2025-11` or `2025`.

    With a `questionnaire` each of the asked owes an answer until `due_on` (two weeks when nobody says), gets a letter
    now and reminders then. Without one it takes any words of the live pairs of the programme and nobody is reminded.

    Raises BadInput when this one is open already.
    """
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "survey.open", programme.organisation_id)) is not None:
        return no
    _check_period(period)
    today = local_life(tx, programme.organisation_id).today(by.at)
    wish = _wish(tx, programme, kind=kind, questionnaire=questionnaire, asked=asked, due_on=due_on, today=today)
    _check_item(tx, programme, item_id)
    _check_event(tx, programme, event_id)
    definition_id = None if wish.offered is None else published(tx, wish.offered, at=by.at)
    versions = None if definition_id is None else every_version(tx, definition_id)
    place: dict[str, Any] = {"programme_id": programme_id, "kind": wish.kind, "period": period, "event_id": event_id}
    if (known := surveys.same(tx, definitions=versions, **place)) is not None:
        raise BadInput(
            "--period", f"--period: эта анкета уже есть: {known}", f"--period: this survey exists already: {known}"
        )
    survey_id = surveys.add(
        tx,
        opened_on=today,
        definition_id=definition_id,
        asked=wish.asked,
        due_on=wish.due_on,
        item_id=item_id,
        **place,
    )
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="survey.open",
        subject=f"survey:{survey_id}",
        facts={"programme": programme_id, "kind": wish.kind, "period": period} | wish.facts,
    )
    derive_survey(tx, survey_id, at=by.at)
    letters = 0 if wish.due_on is None else announce_survey(tx, survey_id, at=by.at)
    return SurveyOpened(survey_id, programme_id, wish.kind, period, today, wish.named, wish.asked, wish.due_on, letters)


def unopen_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyOpened | Refused:
    """Take an opening back that nobody has answered: letters that have not gone yet never go."""
    hand = find_survey(tx, by=by, survey_id=survey_id)
    survey = hand.survey
    if (no := forbidden(tx, by, "survey.open", hand.programme.organisation_id)) is not None:
        return no
    if surveys.is_answered(tx, survey_id):
        raise BadInput(
            "survey",
            "На анкету уже отвечали: закройте её, ответы останутся",
            "The survey was answered already: close it, the answers stay",
        )
    today = local_life(tx, hand.programme.organisation_id).today(by.at)
    surveys.close(tx, survey_id, on=today)
    derive_survey(tx, survey_id, at=by.at)
    surveys.drop(tx, survey_id)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="survey.unopen",
        subject=f"survey:{survey_id}",
        facts={"programme": survey.programme_id, "kind": survey.kind, "period": survey.period},
    )
    named = "" if hand.questionnaire is None else hand.questionnaire.key
    return SurveyOpened(
        survey_id, survey.programme_id, survey.kind, survey.period, survey.opened_on, named, survey.asked, survey.due_on
    )


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be opened, as far as the questionnaire decides it."""

    kind: str
    asked: str
    due_on: date | None
    offered: Offered | None

    @property
    def named(self) -> str:
        return "" if self.offered is None else self.offered.questionnaire.key

    @property
    def facts(self) -> dict[str, object]:
        if self.offered is None:
            return {}
        return {"questionnaire": self.named, "version": self.offered.questionnaire.version}


def _wish(
    tx: Connection,
    programme: ProgrammeRow,
    *,
    kind: str | None,
    questionnaire: str | None,
    asked: str | None,
    due_on: date | None,
    today: date,
) -> _Wish:
    if not questionnaire:
        told = one_of(kind or "diagnostics", SURVEY_KINDS, "--kind")
        return _Wish(told, one_of(asked or "both", ASKED, "--asked"), due_on, None)
    one = _chosen(tx, programme, questionnaire)
    its = one.questionnaire
    if kind not in (None, its.kind):
        raise BadInput(
            "--kind",
            f"--kind: у этой анкеты вид {its.kind}",
            f"--kind: this questionnaire is of the kind {its.kind}",
        )
    return _Wish(its.kind, one_of(asked or its.asked, ASKED, "--asked"), _due(due_on, today), one)


def _check_period(period: str) -> None:
    if not PERIOD.fullmatch(period):
        raise BadInput(
            "--period",
            f"--period: «{period}» не период, нужно вида 2025-Q4, 2025-H1, 2025-11 или 2025",
            f"--period: “{period}” is no period, write it like 2025-Q4, 2025-H1, 2025-11 or 2025",
        )


def _chosen(tx: Connection, programme: ProgrammeRow, key: str) -> Offered:
    organisation = organisations.by_id(tx, programme.organisation_id)
    lifecycle = definitions.by_id(tx, programme.definition_id)
    assert organisation is not None and lifecycle is not None  # noqa: PT018, S101  # the programme refers to both
    one = chosen(tx, key, organisation.path)
    if not fits(one.questionnaire, lifecycle.key):
        forms = ", ".join(one.questionnaire.lifecycles)
        raise BadInput(
            "--questionnaire",
            f"--questionnaire: эта анкета для форм {forms}, а программа ведётся по форме {lifecycle.key}",
            f"--questionnaire: made for {forms}, while the programme is {lifecycle.key}",
        )
    return one


def _due(due_on: date | None, today: date) -> date:
    if due_on is None:
        return today + timedelta(days=_USUAL_DAYS)
    if not today <= due_on <= today + _LONGEST:
        raise BadInput(
            "--due", "--due: нужен день от сегодня до года вперёд", "--due: a day from today to a year ahead"
        )
    return due_on


def _check_item(tx: Connection, programme: ProgrammeRow, item_id: int | None) -> None:
    """A row of the programme's own roadmap."""
    if item_id is None:
        return
    item = roadmaps.item(tx, item_id)
    if item is None or item.roadmap_id != programme.roadmap_id:
        raise unknown("--item", item_id)


def _check_event(tx: Connection, programme: ProgrammeRow, event_id: int | None) -> None:
    """An event of the programme's own organisation."""
    if event_id is None:
        return
    event = events.get(tx, event_id)
    if event is None or event.organisation_id != programme.organisation_id:
        raise unknown("--event", event_id)
