"""`nastavnik pair hand-over`: a mentor leaves; each of his pairs gets another one or ends."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import day_option, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.hand_over_pairs import ENDS, PairsHandedOver, hand_over_pairs

app = noun()


@changes(app, "hand-over", "Передать пары уходящего наставника", "Hand over the pairs of a mentor who leaves")
def hand_over(
    frame: Frame,
    mentor: Annotated[int, option("--mentor", "Номер уходящего наставника", "Id of the mentor who leaves")],
    pair: Annotated[
        list[str], option("--pair", "ПАРА=НОМЕР нового наставника или ПАРА=end, можно несколько", "PAIR=PERSON|end")
    ],
    notice: Annotated[date | None, day_option("--notice", "День уведомления", "Day of the notice")] = None,
    reason: Annotated[str, reason_option()] = "",
) -> int:
    def flow(tx: Connection, by: By) -> PairsHandedOver | Refused:
        return hand_over_pairs(tx, by=by, mentor_id=mentor, fates=_fates(pair), notice_on=notice, reason=reason)

    return frame.change(
        flow,
        answer=_answer,
        say=lambda made: Words(
            f"Пар с новым наставником: {_replaced(made)}, завершается: {len(made['pairs']) - _replaced(made)};"
            f" проекты приказов: {', '.join(map(str, made['drafts']))}",
            f"Pairs with another mentor: {_replaced(made)}, ending: {len(made['pairs']) - _replaced(made)};"
            f" orders drafted: {', '.join(map(str, made['drafts']))}",
        ),
    )


def _answer(made: PairsHandedOver) -> dict[str, Any]:
    pairs = [
        {"pair": one.pair_id, "number": one.number, "mentor": one.mentor_id, "ending_on": one.ending_on, "seq": one.seq}
        for one in made.steps
    ]
    return {"id": made.id, "pairs": pairs, "drafts": list(made.drafts), "left": made.left}


def _replaced(made: Any) -> int:
    return sum(one["mentor"] is not None for one in made["pairs"])


def _fates(given: Sequence[str]) -> dict[int, int]:
    fates: dict[int, int] = {}
    for one in given:
        pair, _, to = one.partition("=")
        if not pair.isascii() or not pair.isdigit() or not (to == "end" or (to.isascii() and to.isdigit())):
            raise BadInput(
                "--pair",
                f"--pair: «{one}» не понято, нужно ПАРА=НОМЕР или ПАРА=end, например 3=12",
                f'--pair: "{one}" is not understood, PAIR=PERSON or PAIR=end is needed, such as 3=12',
            )
        fates[int(pair)] = ENDS if to == "end" else int(to)
    return fates
