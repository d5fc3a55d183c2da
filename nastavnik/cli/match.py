"""`nastavnik match`: the pairs of a whole programme proposed, looked at, taken, changed by hand."""

from collections.abc import Mapping
from typing import Annotated, Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from workflows.answers.matching import match_document
from workflows.answers.plainly import plainly
from workflows.exclude_match import allow_match, exclude_match
from workflows.move_in_match import move_in_match
from workflows.propose_pairs import propose_pairs
from workflows.return_pairs import return_pairs
from workflows.show_match import show_match
from workflows.take_pairs import take_pairs

app = noun()

_Id = Annotated[int, argument("ID", "Номер предложения", "Id of the proposal")]
_Limit = Annotated[int | None, option("--limit", "Сколько пар показать, лучшие сначала", "How many pairs to show")]
_Programme = Annotated[int, option("--programme", "Номер программы", "Id of the programme")]
_Mentor = Annotated[int, option("--mentor", "Номер наставника", "Id of the mentor")]
_Mentee = Annotated[int, option("--mentee", "Номер наставляемого", "Id of the mentee")]


@changes(app, "propose", "Подобрать пары программы", "Propose the pairs of a programme")
def propose(
    frame: Frame,
    programme: Annotated[int, argument("PROGRAMME", "Номер программы", "Id of the programme")],
    limit: _Limit = None,
) -> int:
    most = _most(limit)

    def flow(tx: Connection, by: By) -> dict[str, Any] | Refused:
        made = propose_pairs(tx, by=by, programme_id=programme)
        return made if isinstance(made, Refused) else _shown(tx, frame, by, made.id, most)

    return frame.change(flow, answer=lambda made: made, say=_say)


@reads(app, "show", "Предложение: пары, причины, варианты", "A proposal: pairs, reasons, other choices")
def show(frame: Frame, proposal: _Id, limit: _Limit = None) -> int | None:
    with frame.read() as tx:
        found = _shown(tx, frame, frame.reader, proposal, _most(limit))
    if isinstance(found, Refused):
        return frame.refuse(found)
    frame.show(found, _say(found))
    return None


@changes(app, "take", "Сформировать предложенные пары", "Form the proposed pairs")
def take(
    frame: Frame,
    proposal: _Id,
    pair: Annotated[int | None, option("--pair", "Одна пара предложения, по умолчанию все", "Only this one")] = None,
) -> int:
    return frame.change(
        lambda tx, by: take_pairs(tx, by=by, proposal_id=proposal, number=pair),
        answer=plainly,
        say=lambda made: Words(
            f"Сформировано пар: {len(made['pairs'])}, в предложении осталось: {made['left']}",
            f"{len(made['pairs'])} pairs formed, {made['left']} left in the proposal",
        ),
    )


@changes(app, "return", "Отменить только что сформированные пары", "Take back the pairs just formed")
def return_(
    frame: Frame,
    proposal: _Id,
    pair: Annotated[list[int] | None, option("--pair", "Номер пары, по умолчанию все", "Id of a pair")] = None,
) -> int:
    return frame.change(
        lambda tx, by: return_pairs(tx, by=by, proposal_id=proposal, pair_ids=pair or ()),
        answer=plainly,
        say=lambda made: Words(f"Отменено пар: {len(made['pairs'])}", f"{len(made['pairs'])} pairs taken back"),
    )


@changes(app, "move", "Дать наставляемому другого наставника", "Give a mentee another mentor")
def move(frame: Frame, proposal: _Id, mentee: _Mentee, mentor: _Mentor) -> int:
    return frame.change(
        lambda tx, by: move_in_match(tx, by=by, proposal_id=proposal, mentee_id=mentee, mentor_id=mentor),
        answer=plainly,
        say=_say_moved,
    )


@changes(app, "exclude", "Никогда не предлагать двоих вместе", "Never propose two people together")
def exclude(
    frame: Frame, programme: _Programme, mentor: _Mentor, mentee: _Mentee, reason: Annotated[str, reason_option()] = ""
) -> int:
    return frame.change(
        lambda tx, by: exclude_match(
            tx, by=by, programme_id=programme, mentor_id=mentor, mentee_id=mentee, reason=reason
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Участников {made['mentor_id']} и {made['mentee_id']} больше не предложат вместе",
            f"People {made['mentor_id']} and {made['mentee_id']} are no longer proposed together",
        ),
    )


@changes(app, "allow", "Снова предлагать двоих вместе", "Propose two people together again")
def allow(frame: Frame, programme: _Programme, mentor: _Mentor, mentee: _Mentee) -> int:
    return frame.change(
        lambda tx, by: allow_match(tx, by=by, programme_id=programme, mentor_id=mentor, mentee_id=mentee),
        answer=plainly,
        say=lambda made: Words(
            f"Участников {made['mentor_id']} и {made['mentee_id']} снова можно предлагать вместе",
            f"People {made['mentor_id']} and {made['mentee_id']} may be proposed together again",
        ),
    )


def _shown(tx: Connection, frame: Frame, by: By, proposal_id: int, most: int | None) -> dict[str, Any] | Refused:
    found = show_match(tx, by=by, proposal_id=proposal_id, most=most)
    return found if isinstance(found, Refused) else match_document(found, frame.language)


def _most(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise BadInput("--limit", "--limit: нужно число от 1", "--limit: a number from 1 is needed")
    return limit


def _say(told: Mapping[str, Any]) -> Words:
    """A line for each pair and each person who is left."""
    lines = [line for one in told["pairs"] for line in _pair_lines(one)]
    left = [f"— {one['name']}: {one['reason']}. {one['mend']}" for one in told["unmatched"]]
    head = Words(
        f"Предложение {told['id']}: пар {told['total']}{_how(told).ru}",
        f"Proposal {told['id']}: {told['total']} pairs{_how(told).en}",
    )
    without = Words("Без пары:", "Without a pair:") if left else Words("", "")
    return Words(
        "\n".join(part for part in (head.ru, *lines, without.ru, *left) if part),
        "\n".join(part for part in (head.en, *lines, without.en, *left) if part),
    )


def _how(told: Mapping[str, Any]) -> Words:
    stale = Words("; устарело, подберите ещё раз", "; out of date, propose again") if told["stale"] else Words("", "")
    if told["solver"] == "best":
        return stale
    return Words(
        f" (без пакета scipy: подобрано приближённо){stale.ru}", f" (without scipy: a good approximation){stale.en}"
    )


def _pair_lines(one: Mapping[str, Any]) -> list[str]:
    names = ", ".join(each["name"] for each in one["mentees"])
    formed = f" → {one['pair']}" if one["pair"] else ""
    whys = [f"   {'; '.join(each['reasons'])}" for each in one["mentees"] if each["reasons"]]
    return [f"{one['number']}. {one['mentor']['name']} — {names}: {one['strength_words']}{formed}", *whys]


def _say_moved(made: Mapping[str, Any]) -> Words:
    if made["swaps"] is None:
        return Words("Наставник изменён, остальные пары прежние", "The mentor is changed, the other pairs stand")
    if made["alone"]:
        return Words(
            f"Наставник изменён; участник {made['swaps']} остался без наставника",
            f"The mentor is changed; person {made['swaps']} is left without a mentor",
        )
    return Words(
        f"Наставник изменён; участник {made['swaps']} пересел к прежнему",
        f"The mentor is changed; person {made['swaps']} goes to the former one",
    )
