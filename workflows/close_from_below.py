"""A row above is closed by what was done below: the figure is its evidence, a person confirms it."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from workflows.complete_item import Completed, Proof, complete_item
from workflows.show_below import show_below


def close_from_below(tx: Connection, *, by: By, item_id: int, occurrence: str | None = None) -> Completed | Refused:
    """Refused as long as one of the organisations that were asked has not done it."""
    found = show_below(tx, by=by, item_id=item_id)
    if not found.asked or found.done < found.asked:
        return Refused(
            (
                Reason(
                    "below",
                    Words(
                        f"Выполнено в {found.done} из {found.asked} организаций",
                        f"Done in {found.done} of {found.asked} organisations",
                    ),
                    Words("Дождитесь остальных или отметьте иначе", "Wait for the others, or mark it otherwise"),
                ),
            )
        )
    figure = f"выполнено в {found.done} из {found.asked} организаций"
    return complete_item(tx, by=by, item_id=item_id, proof=Proof("figure", figure), occurrence=occurrence)
