"""`nastavnik pair`: pairs and groups through their life."""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import Connection, true

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.pair_answers import description_table, history_table, listing_table, say_ended, say_moved
from nastavnik.cli.pair_handover import app as handover
from storage import memberships, pairs
from storage.scope import below
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.answers.pairs import description_document, history_document, listing_documents
from workflows.answers.plainly import plainly
from workflows.describe_pair import describe_pair, pair_history
from workflows.end_pair import end_pair
from workflows.form_pair import form_pair
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move
from workflows.withdraw_notice import withdraw_notice

app = noun()
app.registered_commands += handover.registered_commands  # all pairs of one mentor at once

_Id = Annotated[int, argument("ID", "Номер пары", "Id of the pair")]
_Reason = Annotated[str, reason_option()]


@changes(app, "form", "Сформировать пару или группу", "Form a pair or a group")
def form(
    frame: Frame,
    programme: Annotated[int, option("--programme", "Номер программы", "Id of the programme")],
    mentor: Annotated[int, option("--mentor", "Номер наставника", "Id of the mentor")],
    mentee: Annotated[list[int], option("--mentee", "Номер наставляемого, можно несколько", "Id, repeatable")],
    curator: Annotated[int | None, option("--curator", "Номер куратора", "Id of the curator")] = None,
    stage: Annotated[str | None, option("--stage", "Этап уже идущей пары", "Stage of a pair at work")] = None,
    since: Annotated[date | None, day_option("--since", "С какого дня", "Since which day")] = None,
) -> int:
    return frame.change(
        lambda tx, by: form_pair(
            tx,
            by=by,
            programme_id=programme,
            mentor_id=mentor,
            mentee_ids=mentee,
            curator_id=curator,
            stage=stage,
            since=since,
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Пара {made['id']} (№ {made['number']}) сформирована, этап {made['stage']}",
            f"Pair {made['id']} (No {made['number']}) formed, stage {made['stage']}",
        ),
    )


@reads(app, "list", "Список пар", "List pairs")
def list_(
    frame: Frame,
    programme: Annotated[int | None, option("--programme", "Номер программы", "Id of the programme")] = None,
    stage: Annotated[str | None, option("--stage", "Этап", "Stage")] = None,
    outcome: Annotated[str | None, option("--outcome", "Исход", "Outcome")] = None,
    person: Annotated[int | None, option("--person", "Номер участника", "Id of a member")] = None,
    live: Annotated[bool, option("--live", "Только действующие", "Only those not closed")] = False,
) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = pairs.listing(
            tx,
            visible=below([top.path]) if top else true(),
            programme_id=programme,
            stage=stage,
            outcome=outcome,
            person_id=person,
            open_only=live,
        )
        members = memberships.of_pairs(tx, [one.pair.id for one in found])
    frame.show(listing_documents(found, members), listing_table(found, members))


@reads(app, "show", "Показать пару и её переходы", "Show a pair and its moves")
def show(frame: Frame, pair: _Id) -> None:
    with frame.read() as tx:
        found = describe_pair(tx, by=frame.reader, pair_id=pair)
    frame.show(description_document(found, frame.language), description_table(found, frame.language))


@reads(app, "history", "История пары", "History of a pair")
def history(frame: Frame, pair: _Id) -> None:
    with frame.read() as tx:
        steps = pair_history(tx, by=frame.reader, pair_id=pair)
    frame.show(history_document(steps, frame.language), history_table(steps, frame.language))


@changes(app, "advance", "Сделать переход", "Make a move")
def advance(
    frame: Frame,
    pair: _Id,
    move: Annotated[str, argument("MOVE", "Переход (список: pair show)", "The move (listed by pair show)")],
    reason: _Reason = "",
) -> int:
    return frame.change(
        lambda tx, by: advance_pair(tx, by=by, pair_id=pair, move=move, reason=reason), answer=plainly, say=say_moved
    )


@changes(app, "suspend", "Приостановить", "Suspend")
def suspend(frame: Frame, pair: _Id, reason: _Reason = "") -> int:
    return frame.change(
        lambda tx, by: suspend_pair(tx, by=by, pair_id=pair, reason=reason), answer=plainly, say=say_moved
    )


@changes(app, "resume", "Возобновить", "Resume")
def resume(frame: Frame, pair: _Id, reason: _Reason = "") -> int:
    return frame.change(
        lambda tx, by: resume_pair(tx, by=by, pair_id=pair, reason=reason), answer=plainly, say=say_moved
    )


@changes(app, "undo", "Отменить последний переход (в течение суток)", "Undo the last move (within a day)")
def undo(frame: Frame, pair: _Id, reason: _Reason = "") -> int:
    return frame.change(
        lambda tx, by: undo_move(tx, by=by, pair_id=pair, reason=reason),
        answer=plainly,
        say=lambda done: Words(
            f"Пара {done['id']}: отменено «{done['move']}», этап {done['stage']}",
            f"Pair {done['id']}: {done['move']} undone, stage {done['stage']}",
        ),
    )


@changes(app, "replace", "Заменить наставника", "Replace the mentor")
def replace(
    frame: Frame,
    pair: _Id,
    mentor: Annotated[int, option("--mentor", "Номер нового наставника", "Id of the new mentor")],
    reason: _Reason = "",
) -> int:
    return frame.change(
        lambda tx, by: replace_mentor(tx, by=by, pair_id=pair, mentor_id=mentor, reason=reason),
        answer=plainly,
        say=say_moved,
    )


@changes(app, "end", "Завершить или объявить прекращение", "End, or announce the end")
def end(
    frame: Frame,
    pair: _Id,
    outcome: Annotated[
        str,
        option(
            "--outcome",
            "completed|completed_early|by_agreement|mentor_left|mentee_left|transferred|never_started",
            "the same",
        ),
    ] = "",
    notice: Annotated[date | None, day_option("--notice", "День уведомления", "Day of the notice")] = None,
    effective: Annotated[date | None, day_option("--effective", "День прекращения", "Day it takes effect")] = None,
    withdraw: Annotated[bool, option("--withdraw", "Отозвать объявленное", "Withdraw what was announced")] = False,
    reason: _Reason = "",
) -> int:
    if withdraw:
        return _keep(frame, pair, reason)

    def flow(tx: Connection, by: By) -> dict[str, Any] | Refused:
        done = end_pair(
            tx, by=by, pair_id=pair, outcome=outcome, notice_on=notice, effective_on=effective, reason=reason
        )
        return done if isinstance(done, Refused) else plainly(done)

    return frame.change(flow, answer=dict, say=say_ended)


@changes(app, "keep", "Отозвать объявленное прекращение", "Withdraw an announced end")
def keep(frame: Frame, pair: _Id, reason: _Reason = "") -> int:
    return _keep(frame, pair, reason)


def _keep(frame: Frame, pair: int, reason: str) -> int:
    return frame.change(
        lambda tx, by: withdraw_notice(tx, by=by, pair_id=pair, reason=reason),
        answer=plainly,
        say=lambda done: Words(
            f"Пара {done['id']}: прекращение отозвано, этап {done['stage']}",
            f"Pair {done['id']}: the end is withdrawn, stage {done['stage']}",
        ),
    )
