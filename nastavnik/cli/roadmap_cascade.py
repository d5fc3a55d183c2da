"""`nastavnik roadmap publish|offers|adopt|…|collect`: roadmaps handed down the tree and what is collected upwards."""

from collections.abc import Sequence
from typing import Annotated

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage.scope import EVERYTHING, Scope
from workflows.access import unknown
from workflows.adopt_roadmap import AS_ABOVE, Adopted, RowChoice, adopt_roadmap
from workflows.answers.cascade import (
    below_document,
    cascade_document,
    changes_document,
    offer_document,
    reference_document,
)
from workflows.answers.plainly import plain
from workflows.assemble_reference import assemble_reference
from workflows.close_from_below import close_from_below
from workflows.decline_roadmap import decline_roadmap
from workflows.delegate_item import Delegated, delegate_item
from workflows.find import find_organisation
from workflows.publish_roadmap import Published, publish_roadmap
from workflows.show_below import show_below
from workflows.show_cascade import show_cascade
from workflows.show_changes import show_changes
from workflows.show_offers import list_offers, show_offer
from workflows.take_back_item import take_back_item
from workflows.take_changes import Choice, take_changes
from workflows.undo_answer import undo_answer
from workflows.undo_changes import undo_changes
from workflows.withdraw_publication import withdraw_publication

app = noun()

_Roadmap = Annotated[int, argument("ROADMAP", "Номер карты (id)", "Id of the roadmap")]
_Publication = Annotated[int, argument("PUBLICATION", "Номер предложения (id)", "Id of the offer")]
_Item = Annotated[int, argument("ITEM", "Номер пункта (id)", "Id of the row")]
_Why = Annotated[str, option("--why", "not-ours|already|nobody|no-means|other", "the same")]
_Said = Annotated[str, option("--words", "Пояснение для своего журнала", "A note for your own journal")]
_DIGITS = 9


@changes(app, "publish", "Передать карту организациям ниже", "Hand a roadmap down")
def publish(
    frame: Frame,
    roadmap: _Roadmap,
    to: Annotated[
        list[str] | None, option("--to", "Кому (путь), иначе всем школам", "To whom, else all schools")
    ] = None,
    row: Annotated[list[int] | None, option("--row", "Только эти пункты (id)", "Only these rows (ids)")] = None,
) -> int:
    def flow(tx: Connection, by: By) -> Published | Refused:
        places = [find_organisation(tx, path, by=by, field="--to").id for path in to or ()]
        return publish_roadmap(tx, by=by, roadmap_id=roadmap, to=places, rows=row or None)

    return frame.change(
        flow,
        answer=lambda made: {"id": made.roadmap_id, "publications": made.fresh, "standing": made.standing},
        say=lambda made: Words(
            f"Предложено организациям: {len(made['publications'])}, уже было: {made['standing']}",
            f"Offered to organisations: {len(made['publications'])}, had it: {made['standing']}",
        ),
    )


@changes(app, "withdraw", "Отозвать предложение без ответа", "Take an unanswered offer back")
def withdraw(frame: Frame, publication: _Publication) -> int:
    return frame.change(
        lambda tx, by: withdraw_publication(tx, by=by, publication_id=publication),
        answer=lambda made: {"id": publication, "roadmap": made.roadmap_id},
        say=lambda _: Words("Предложение отозвано", "The offer is withdrawn"),
    )


@reads(app, "offers", "Карты, предложенные сверху", "Roadmaps offered from above")
def offers(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        scope = EVERYTHING if top is None else Scope(paths=(top.path,))
        found = list_offers(tx, scope, states=("offered", "accepted", "declined", "withdrawn"))
    frame.show(
        [offer_document(one) for one in found],
        Table(
            (
                Words("id", "id"),
                Words("Карта", "Roadmap"),
                Words("От кого", "From"),
                Words("Кому", "To"),
                Words("Состояние", "State"),
            ),
            [(one.id, one.title, one.upper_path, one.org_path, one.state) for one in found],
        ),
    )


@changes(app, "adopt", "Принять предложенную карту или её пункты", "Take an offered roadmap or rows of it")
def adopt(
    frame: Frame,
    publication: _Publication,
    row: Annotated[list[int] | None, option("--row", "Пункт сверху (id), иначе все", "A row above, else all")] = None,
    into: Annotated[int | None, option("--into", "В свою карту (id)", "Into this roadmap of one's own")] = None,
    deadline: Annotated[list[str] | None, option("--deadline", '"ПУНКТ;СРОК"', '"ROW;DEADLINE"')] = None,
    person: Annotated[list[str] | None, option("--person", '"ПУНКТ;УЧАСТНИК"', '"ROW;PERSON"')] = None,
    delegate: Annotated[list[str] | None, option("--delegate", '"ПУНКТ;ПУТЬ"', '"ROW;PATH"')] = None,
) -> int:
    def flow(tx: Connection, by: By) -> Adopted | Refused:
        own, people, places = _pairs(deadline, "--deadline"), _pairs(person, "--person"), _pairs(delegate, "--delegate")
        named = {*(row or ()), *own, *people, *places}
        wanted = named if row else {one.upper.id for one in show_offer(tx, by=by, publication_id=publication).open}
        choices = {
            one: RowChoice(
                deadline=own.get(one, ""),
                person_id=_number(people[one], "--person") if one in people else None,
                delegate_to=find_organisation(tx, places[one], by=by, field="--delegate").id if one in places else None,
            )
            if one in named
            else AS_ABOVE
            for one in sorted(wanted | named)
        }
        return adopt_roadmap(tx, by=by, publication_id=publication, choices=choices, into=into)

    return frame.change(
        flow,
        answer=lambda made: {"id": made.roadmap_id, "taken": made.taken, "left": made.left},
        say=lambda made: Words(
            f"Карта {made['id']}: принято пунктов {made['taken']}, не взято {made['left']}",
            f"Roadmap {made['id']}: {made['taken']} rows taken, {made['left']} left out",
        ),
    )


@changes(app, "decline", "Отказаться от предложенной карты", "Decline an offered roadmap")
def decline(frame: Frame, publication: _Publication, why: _Why, words: _Said = "") -> int:
    return frame.change(
        lambda tx, by: decline_roadmap(tx, by=by, publication_id=publication, why=why, words=words),
        answer=lambda made: {"id": made.publication_id},
        say=lambda _: Words("Отказ отправлен: наверх уходит только вид причины", "Declined: only the kind goes up"),
    )


@changes(app, "unanswer", "Отменить ответ на предложение", "Undo the answer to an offer")
def unanswer(frame: Frame, publication: _Publication) -> int:
    return frame.change(
        lambda tx, by: undo_answer(tx, by=by, publication_id=publication),
        answer=lambda made: {"id": made.publication_id, "dropped": made.dropped},
        say=lambda made: Words(f"Ответ отменён, убрано пунктов: {made['dropped']}", f"Undone: {made['dropped']} rows"),
    )


@changes(app, "delegate", "Передать пункт другой организации или наверх", "Hand a row to another organisation")
def delegate_(
    frame: Frame,
    item: _Item,
    to: Annotated[str, option("--to", "Кому (путь)", "To whom (path)")],
    why: Annotated[str, option("--why", "Почему возвращаем наверх", "Why it goes back up")] = "",
    words: _Said = "",
) -> int:
    def flow(tx: Connection, by: By) -> Delegated | Refused:
        # Whoever stands beside or above may lie outside what the actor sees: the flow says where a row may go.
        place = find_organisation(tx, to, by=By(at=by.at), field="--to")
        try:
            return delegate_item(tx, by=by, item_id=item, to=place.id, why=why, words=words)
        except BadInput as error:
            if error.field == "--to":  # told like a path that leads nowhere
                raise unknown("--to", to) from None
            raise

    return frame.change(
        flow,
        answer=lambda made: {"id": made.item_id, "publication": made.publication_id},
        say=lambda _: Words("Пункт передан", "The row is delegated"),
    )


@changes(app, "take-back", "Взять переданный пункт обратно", "Take a delegated row back")
def take_back(frame: Frame, item: _Item) -> int:
    return frame.change(
        lambda tx, by: take_back_item(tx, by=by, item_id=item),
        answer=lambda made: {"id": made.item_id},
        say=lambda _: Words("Пункт снова здесь", "The row is here again"),
    )


@reads(app, "below", "Пункт в организациях ниже", "A row in the organisations below")
def below(frame: Frame, item: _Item) -> None:
    with frame.read() as tx:
        found = show_below(tx, by=frame.reader, item_id=item)
    frame.show(
        {key: plain(value) for key, value in below_document(found).items()},
        Table(
            (Words("Организация", "Organisation"), Words("Состояние", "Status"), Words("Опоздание", "Days late")),
            [(one.name, (one.standing or one.answer), one.late_days or "") for one in found.lines],
        ),
    )


@changes(app, "close-below", "Закрыть пункт: ниже выполнено у всех", "Close a row: everybody below has done it")
def close_below(
    frame: Frame,
    item: _Item,
    occurrence: Annotated[str | None, option("--occurrence", "Какой из открытых сроков", "Which open date")] = None,
) -> int:
    return frame.change(
        lambda tx, by: close_from_below(tx, by=by, item_id=item, occurrence=occurrence),
        answer=lambda done: {"id": done.obligation_id, "occurrence": done.occurrence},
        say=lambda _: Words("Пункт отмечен выполненным", "The row is done"),
    )


@reads(app, "handed", "Карта в организациях ниже", "A roadmap in the organisations below")
def handed(frame: Frame, roadmap: _Roadmap) -> None:
    with frame.read() as tx:
        shown = show_cascade(tx, by=frame.reader, roadmap_id=roadmap)
    frame.show(
        {key: plain(value) for key, value in cascade_document(shown).items()},
        Table(
            (Words("Организация", "Organisation"), Words("Состояние", "State"), Words("Выполнено", "Done")),
            [(one.offer.org_name, one.offer.state, f"{one.done}/{one.taken}") for one in shown.places],
        ),
    )


@reads(app, "collect", "Собрать справку о результатах мониторинга", "Assemble the reference of monitoring")
def collect(frame: Frame, item: _Item) -> int:
    with frame.read() as tx:
        made = assemble_reference(tx, by=frame.reader, item_id=item)
    frame.show(
        {key: plain(value) for key, value in reference_document(made).items()},
        Table(
            (
                Words("Организация", "Organisation"),
                Words("Принято", "Taken"),
                Words("Выполнено", "Done"),
                Words("%", "%"),
            ),
            [(one.line.offer.org_name, one.line.taken, one.line.done, one.percent) for one in made.places],
            empty=Words("Собирать нечего: карта никому не передана", "Nothing to collect: nobody was handed it"),
        ),
    )
    return 0 if made.places else 1


@reads(app, "changes", "Что изменилось наверху", "What changed above")
def changed(frame: Frame, roadmap: _Roadmap) -> int:
    with frame.read() as tx:
        shown = show_changes(tx, by=frame.reader, roadmap_id=roadmap)
    frame.show(
        changes_document(shown),
        Table(
            (Words("id", "id"), Words("Поле", "Field"), Words("Было", "Was"), Words("Стало", "Now")),
            [(one.row.id, each.field, each.old, each.new) for one in shown.rows for each in one.changes],
        ),
    )
    return 1 if shown.any else 0


@changes(app, "take", "Принять изменения сверху по пунктам", "Take changes from above row by row")
def take(
    frame: Frame,
    roadmap: _Roadmap,
    whole: Annotated[list[int] | None, option("--all", "Принять целиком (пункт)", "Take whole (row)")] = None,
    dated: Annotated[list[int] | None, option("--date", "Принять только срок", "Take the date only")] = None,
    keep: Annotated[list[int] | None, option("--keep", "Оставить своё", "Keep one's own")] = None,
    drop: Annotated[list[int] | None, option("--drop", "Убрать вслед за верхом", "Drop as above")] = None,
) -> int:
    told: tuple[tuple[Sequence[int] | None, Choice], ...] = (
        (whole, "all"),
        (dated, "date"),
        (keep, "keep"),
        (drop, "drop"),
    )
    choices: dict[int, Choice] = {item: choice for items, choice in told for item in items or ()}
    return frame.change(
        lambda tx, by: take_changes(tx, by=by, roadmap_id=roadmap, choices=choices),
        answer=lambda made: {"id": made.roadmap_id, "taken": made.taken, "kept": made.kept, "dropped": made.dropped},
        say=lambda made: Words(
            f"Принято {made['taken']}, оставлено {made['kept']}, убрано {made['dropped']}",
            f"Taken {made['taken']}, kept {made['kept']}, dropped {made['dropped']}",
        ),
    )


@changes(app, "untake", "Отменить принятые изменения сверху", "Undo changes taken from above")
def untake(frame: Frame, roadmap: _Roadmap) -> int:
    return frame.change(
        lambda tx, by: undo_changes(tx, by=by, roadmap_id=roadmap),
        answer=lambda made: {"id": made.roadmap_id, "rows": made.rows},
        say=lambda made: Words(f"Пунктов возвращено: {made['rows']}", f"Rows brought back: {made['rows']}"),
    )


def _pairs(told: Sequence[str] | None, field: str) -> dict[int, str]:
    """`"12;до 1 ноября"` → the row and what is said of it."""
    found: dict[int, str] = {}
    for one in told or ():
        row, _, value = one.partition(";")
        if not value.strip():
            raise BadInput(field, f'{field}: нужно "ПУНКТ;значение"', f'{field}: write "ROW;value"')
        found[_number(row, field)] = value.strip()
    return found


def _number(text: str, field: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= _DIGITS):
        raise BadInput(field, f"{field}: «{text}» не номер", f"{field}: “{text}” is no id")
    return int(text)
