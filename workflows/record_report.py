"""A mentor's or a mentee's report about the work of the pair: period, plan, results, problems, advice."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Move
from engine.next_cycle import WISHES
from engine.refusals import BadInput, Refused
from storage import memberships, pair_reports, plans
from storage.pair_reports import ReportRow
from workflows.carry_out_move import refused
from workflows.close_by_report import close_by_report, point_anew
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, began_on, take_pair, write_record
from workflows.plain_text import long_text, one_of
from workflows.record_feedback import LONGEST_FEEDBACK
from workflows.spoken_words import check_speaker, without_consent

_WHOLE = 100
_REPORTED = ("plan_done", "report")


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What the report says. Of the period and the percentage None = as we know them: from the day the pair began (for a
    mentor from the day he joined it) to today, and what of the plan is done.
    """

    results: str
    problems: str = ""
    advice: str = ""
    since: date | None = None
    until: date | None = None
    percent: int | None = None
    wish: str = ""


@dataclass(frozen=True, slots=True)
class ReportRecorded:
    """`replaced`: the report it corrects, None for the first."""

    id: int
    pair_id: int
    person_id: int
    given_on: date
    period_from: date
    period_to: date
    percent: int | None
    replaced: int | None


@dataclass(frozen=True, slots=True)
class ReportPrefilled:
    """What the form of a report begins with: what we know, or `given`, the report of this stage, to be corrected."""

    since: date
    until: date
    percent: int | None
    given: ReportRow | None


def record_report(
    tx: Connection, *, by: By, pair_id: int, person_id: int, words: ReportWords
) -> ReportRecorded | Refused:
    """Stores the report of a mentor or a mentee, or of a minor's representative; until the pair is closed a second one
    corrects the first. It counts as feedback, and a mentor's closes the row of the roadmap that waits for it.

    Refused without the giver's consent to process personal data. The journal does not keep the words.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    no = hand.may("feedback.record") or _over(hand)
    if no is not None:
        return no
    check_speaker(tx, hand, person_id)
    known = prefill_report(tx, hand, person_id)
    before = known.given
    told = _checked(hand, words, known)
    if (silent := without_consent(tx, hand, person_id)) is not None:
        return silent
    if before is not None:
        pair_reports.set_aside(tx, before.id, at=by.at)
    period = (told.since or known.since, told.until or hand.today)
    percent = known.percent if told.percent is None else told.percent
    report_id = pair_reports.add(
        tx,
        pair_id=pair_id,
        person_id=person_id,
        visit=hand.pair.visit,
        on=hand.today,
        period=period,
        percent=percent,
        text=told.results,
        problems=told.problems,
        advice=told.advice,
        wish=told.wish,
        replaces_id=None if before is None else before.id,
    )
    _follow(tx, hand, by, report_id, person_id, before, wish=told.wish)
    replaced = None if before is None else before.id
    return ReportRecorded(report_id, pair_id, person_id, hand.today, *period, percent, replaced)


def prefill_report(tx: Connection, hand: PairAtHand, person_id: int) -> ReportPrefilled:
    """What is known before the person writes."""
    given = pair_reports.latest(tx, pair_id=hand.pair.id, person_id=person_id)
    if given is not None and given.visit == hand.pair.visit:
        return ReportPrefilled(given.period_from or began_on(tx, hand), given.period_to, given.percent, given)
    stays = [one for one in memberships.of_pair(tx, hand.pair.id) if one.person_id == person_id]
    joined = max((one.from_day for one in stays if one.role == "mentor"), default=None)
    lines = plans.items(tx, hand.pair.id)
    done = sum(1 for one in lines if one.done_on is not None)
    percent = _WHOLE * done // len(lines) if lines else None
    since = joined or began_on(tx, hand)
    if given is not None:  # of an earlier stage: the next one begins where it ended
        since = min(given.period_to + timedelta(days=1), hand.today)
    return ReportPrefilled(since, hand.today, percent, None)


def report_asked(move: Move | None) -> bool:
    """Whether there is something to report before this move: from the work by the plan on."""
    return move is not None and (bool(move.outcomes) or any(need.name in _REPORTED for need in move.needs))


def _checked(hand: PairAtHand, words: ReportWords, known: ReportPrefilled) -> ReportWords:
    """The words tidied. Raises BadInput of the field that is wrong."""
    results = long_text(words.results, "--results", longest=LONGEST_FEEDBACK)
    if not results:
        raise BadInput("--results", "--results: напишите, что получилось", "--results: say what came of it")
    since, until = words.since or known.since, words.until or hand.today
    if since > until:
        raise BadInput("--from", "--from: период начинается позже, чем кончается", "--from: it begins after its end")
    hand.past_day(until, field="--to", since=since)
    if words.percent is not None and not 0 <= words.percent <= _WHOLE:
        raise BadInput("--percent", "--percent: от 0 до 100", "--percent: from 0 to 100")
    return ReportWords(
        results,
        long_text(words.problems, "--problems", longest=LONGEST_FEEDBACK),
        long_text(words.advice, "--advice", longest=LONGEST_FEEDBACK),
        since,
        until,
        words.percent,
        one_of(words.wish, ("", *WISHES), "--wish"),
    )


def _follow(
    tx: Connection, hand: PairAtHand, by: By, report_id: int, person_id: int, before: ReportRow | None, *, wish: str
) -> None:
    """What comes of a report that is stored: its line, the row it closes, what the pair owes."""
    replaced = {} if before is None else {"replaced": before.id}
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="feedback.report",
        facts={"feedback": report_id, **replaced, **({"wish": wish} if wish else {})},
        people={"person": person_id},
    )
    if before is not None:
        point_anew(tx, before.id, report_id)
        if before.replaces_id is not None:  # only the last correction can be taken back
            pair_reports.forget(tx, before.replaces_id)
    close_by_report(tx, by=by, pair=hand.pair, report_id=report_id, person_id=person_id, today=hand.today)
    derive_pair(tx, hand.pair.id, at=by.at)


def _over(hand: PairAtHand) -> Refused | None:
    if hand.pair.closed_on is None:
        return None
    return refused(
        "stage",
        "Пара завершена, отчёт уже не меняется",
        "The pair is closed, its reports do not change any more",
        mend_ru="Попросите куратора отменить завершение или внести документ «Отчёт»",
        mend_en="Ask the curator to undo the closing or to enter the report as a paper",
    )
