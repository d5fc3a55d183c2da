"""`nastavnik consent`: signed consents, withdrawals, who still lacks which, blanks, versions of the texts."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from engine.consent_texts import ConsentText
from engine.consents import ASKED_IN_WORDS, STATES
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, flag, option, read_file, read_text
from nastavnik.cli.consent_blanks import keep_file
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage.scope import EVERYTHING, Scope
from workflows.answers.consents import coverage_document, recorded_document, text_document, withdrawn_document
from workflows.consent_texts import texts_of
from workflows.definitions.consent_files import read_consent_text
from workflows.keep_consent_scan import keep_consent_scan
from workflows.keep_evidence import file_proof
from workflows.keep_without_consent import keep_without_consent
from workflows.print_consents import blank_for, blanks_missing
from workflows.publish_consent_text import publish_consent_text
from workflows.record_consent import SignedPaper, record_consent
from workflows.record_consents import record_consents
from workflows.settle_withdrawal import settle_withdrawal
from workflows.show_consents import ConsentsPage, show_consents
from workflows.show_withdrawn import show_withdrawn
from workflows.take_back_consents import take_back_consents
from workflows.withdraw_consent import withdraw_consent

app = noun()

_KINDS = "personal-data|photo|mentoring-duty"
_Person = Annotated[int, option("--person", "Номер участника", "Id of the person")]
_Kind = Annotated[str, option("--kind", _KINDS, "the same")]
_Signed = Annotated[date, day_option("--signed", "День подписи", "Day of the signature")]
_ValidTo = Annotated[date | None, day_option("--valid-to", "Последний день действия", "Its last day")]
_Scan = Annotated[Path | None, option("--scan", "Файл скана; без него — со слов", "The scan; otherwise by word")]
_Content = Annotated[str, option("--content", "Содержание работы (351.8 ТК)", "Content of the duty")]
_From = Annotated[date | None, day_option("--from", "Начало срока наставничества", "First day of the duty")]
_To = Annotated[date | None, day_option("--to", "Конец срока наставничества", "Last day of the duty")]
_Form = Annotated[str, option("--form", "Форма наставничества", "Form of the duty")]
_Payment = Annotated[str, option("--payment", "Оплата", "Payment of the duty")]


@changes(app, "record", "Записать подписанное согласие", "Record a signed consent")
def record(
    frame: Frame,
    person: _Person,
    kind: _Kind,
    signed: _Signed,
    signed_by: Annotated[int | None, option("--signed-by", "Представитель, который подписал", "Who signed")] = None,
    text: Annotated[int | None, option("--text", "Версия текста (id)", "Version of the text (id)")] = None,
    scan: _Scan = None,
    valid_to: _ValidTo = None,
    content: _Content = "",
    from_day: _From = None,
    to_day: _To = None,
    form: _Form = "",
    payment: _Payment = "",
) -> int:
    paper = SignedPaper(
        scan=None if scan is None else _kept(frame, scan),
        text_id=text,
        signer_id=signed_by,
        valid_to=valid_to,
        terms=_terms(content, from_day, to_day, form, payment),
    )
    return frame.change(
        lambda tx, by: record_consent(tx, by=by, person_id=person, kind=kind, signed_on=signed, paper=paper),
        answer=lambda made: recorded_document(made, frame.language),
        say=lambda made: _with_doubts(
            made,
            Words(
                f"Согласие {made['kind']} участника {made['person']} записано (id {made['id']})",
                f"Consent {made['kind']} of person {made['person']} is recorded (id {made['id']})",
            ),
        ),
    )


@changes(app, "record-list", "Записать согласие многих сразу", "Record the consent of many at once")
def record_list(
    frame: Frame,
    person: Annotated[list[int], option("--person", "Номер участника, можно несколько", "Ids, several allowed")],
    kind: _Kind,
    signed: _Signed,
    scan: _Scan = None,
    valid_to: _ValidTo = None,
    content: _Content = "",
    from_day: _From = None,
    to_day: _To = None,
    form: _Form = "",
    payment: _Payment = "",
) -> int:
    paper = SignedPaper(
        scan=None if scan is None else _kept(frame, scan),
        valid_to=valid_to,
        terms=_terms(content, from_day, to_day, form, payment),
    )
    return frame.change(
        lambda tx, by: record_consents(tx, by=by, kind=kind, person_ids=person, signed_on=signed, paper=paper),
        answer=lambda made: {
            "id": made.ids[0] if made.ids else None,
            "ids": list(made.ids),
            "kind": made.kind,
            "known": list(made.known),
            "doubts": [one.in_(frame.language) for one in made.doubts],
        },
        say=lambda made: _with_doubts(
            made,
            Words(
                f"Записано согласий {made['kind']}: {len(made['ids'])}, было раньше: {len(made['known'])}",
                f"Consents {made['kind']} recorded: {len(made['ids'])}, known before: {len(made['known'])}",
            ),
        ),
    )


@changes(app, "undo", "Отменить запись о согласии (в течение суток)", "Take a record back within a day")
def undo(
    frame: Frame, consent: Annotated[list[int], option("--id", "Номер согласия, можно несколько", "Ids of consents")]
) -> int:
    return frame.change(
        lambda tx, by: take_back_consents(tx, by=by, consent_ids=consent),
        answer=lambda done: {"id": done.ids[0], "ids": list(done.ids)},
        say=lambda done: Words(f"Отменено записей: {len(done['ids'])}", f"Records taken back: {len(done['ids'])}"),
    )


@changes(app, "withdraw", "Записать отзыв согласия", "Record a withdrawal")
def withdraw(
    frame: Frame,
    person: _Person,
    kind: _Kind = "personal-data",
    on: Annotated[date | None, day_option("--on", "День отзыва, иначе сегодня", "Day, otherwise today")] = None,
) -> int:
    return frame.change(
        lambda tx, by: withdraw_consent(tx, by=by, person_id=person, kind=kind, on=on),
        answer=lambda done: {
            "id": done.id,
            "person": done.person_id,
            "kind": done.kind,
            "erase_by": done.erase_by and done.erase_by.isoformat(),
            "settle_by": done.settle_by.isoformat(),
        },
        say=lambda done: Words(
            f"Согласие {done['kind']} участника {done['person']} отозвано:"
            f" {ASKED_IN_WORDS[done['kind']].ru} до {done['settle_by']}",
            f"Consent {done['kind']} of person {done['person']} is withdrawn:"
            f" {ASKED_IN_WORDS[done['kind']].en} by {done['settle_by']}",
        ),
    )


@changes(app, "ground", "Указать основание хранить данные после отзыва", "Tell a ground to keep the data")
def ground(
    frame: Frame,
    person: _Person,
    ground: Annotated[str, option("--ground", "Закон, договор, архив", "A law, a contract, an archive")],
) -> int:
    return frame.change(
        lambda tx, by: keep_without_consent(tx, by=by, person_id=person, ground=ground),
        answer=lambda kept: {"id": kept.id, "person": kept.person_id},
        say=lambda kept: Words(
            f"Основание записано, срок уничтожения данных участника {kept['person']} снят",
            f"The ground is noted, the clock of destruction for person {kept['person']} stops",
        ),
    )


@changes(app, "settle", "Записать, что сделано по отзыву", "Note what was done about a withdrawal")
def settle(
    frame: Frame,
    consent: Annotated[int, argument("ID", "Номер отозванного согласия", "Id of the withdrawn consent")],
    done: Annotated[str, option("--done", "Что сделано", "What was done")],
) -> int:
    return frame.change(
        lambda tx, by: settle_withdrawal(tx, by=by, consent_id=consent, done=done),
        answer=lambda made: {"id": made.id, "person": made.person_id, "kind": made.kind},
        say=lambda made: Words(
            f"Записано, срок по согласию {made['id']} снят", f"Noted, the clock of consent {made['id']} stops"
        ),
    )


@changes(app, "scan", "Приложить скан к записанному согласию", "Give a scan to a recorded consent")
def scan_(
    frame: Frame,
    consent: Annotated[int, argument("ID", "Номер согласия", "Id of the consent")],
    file: Annotated[Path, argument("FILE", "Скан: PDF или снимок", "The scan: PDF or a picture")],
) -> int:
    kept = _kept(frame, file)
    return frame.change(
        lambda tx, by: keep_consent_scan(tx, by=by, consent_id=consent, scan=kept),
        answer=lambda made: {"id": made.id, "person": made.person_id},
        say=lambda made: Words(f"Скан согласия {made['id']} сохранён", f"The scan of consent {made['id']} is kept"),
    )


@reads(app, "withdrawn", "Отзывы, по которым идёт срок", "Withdrawals whose clock runs")
def withdrawn(frame: Frame) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        found = show_withdrawn(tx, Scope(paths=(place.path,)) if place else EVERYTHING)
    frame.show(
        [withdrawn_document(one) for one in found],
        Table(
            (
                Words("Номер", "Id"),
                Words("Имя", "Name"),
                Words("Отозвано", "Withdrawn"),
                Words("Что сделать", "What to do"),
                Words("До", "By"),
            ),
            [
                (
                    one.row.consent_id,
                    one.row.name,
                    one.row.withdrawn_on,
                    ASKED_IN_WORDS[one.row.kind].in_(frame.language),
                    one.row.destroy_by,
                )
                for one in found
            ],
            empty=Words("Отозванных согласий со сроком нет.", "No withdrawal has a clock running."),
        ),
    )


@reads(app, "coverage", "Кто в программе чего не подписал", "Who of a programme has not signed what")
def coverage(
    frame: Frame,
    programme: Annotated[int, option("--programme", "Номер программы", "Id of the programme")],
    missing: Annotated[bool, flag("--missing", "Только те, кому подписывать", "Only those who must sign")] = False,
) -> None:
    with frame.read() as tx:
        page = show_consents(tx, by=frame.reader, programme_id=programme)
    frame.show(coverage_document(page, missing=missing), _coverage_table(page, frame, missing=missing))


@reads(app, "blank", "Напечатать бланки (DOCX)", "Print blanks (DOCX)")
def blank(
    frame: Frame,
    out: Annotated[Path, option("--out", "Куда записать DOCX", "Where to write the DOCX")],
    person: Annotated[int | None, option("--person", "Номер участника", "Id of the person")] = None,
    programme: Annotated[int | None, option("--programme", "Все недостающие", "All it lacks")] = None,
    kind: Annotated[str | None, option("--kind", f"{_KINDS}|mentoring-agreement", "the same")] = None,
) -> int | None:
    if (person is None) == (programme is None):
        raise BadInput("--person", "Укажите --person или --programme", "Name --person or --programme")
    with frame.read() as tx:
        found = (
            blanks_missing(tx, by=frame.reader, programme_id=programme, kind=kind)
            if programme is not None
            else blank_for(tx, by=frame.reader, person_id=person or 0, kind=kind or "personal-data")
        )
    if isinstance(found, Refused):
        return frame.refuse(found)
    keep_file(out, found)
    answer = {"file": str(out), "blanks": len(found)}
    frame.show(answer, Words(f"Бланков: {len(found)}, файл {out}", f"Blanks: {len(found)}, file {out}"))
    return None


@reads(app, "texts", "Версии текстов согласий", "Versions of the texts")
def texts(frame: Frame) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        found = texts_of(tx, place.path if place else "")
    frame.show(
        [text_document(one) for one in found],
        Table(
            (
                Words("Номер", "Id"),
                Words("Ключ", "Key"),
                Words("Версия", "Version"),
                Words("Чья", "Whose"),
                Words("С какого дня", "Since"),
                Words("Новое согласие", "New consent"),
            ),
            [
                (one.id, one.text.key, one.text.version, one.org_path, one.since, "да" if one.text.renew else "")
                for one in found
            ],
        ),
    )


@changes(app, "publish", "Опубликовать версию текста согласия", "Publish a version of a text")
def publish(frame: Frame, file: Annotated[Path, argument("FILE", "Файл текста (YAML)", "The text's file")]) -> int:
    text = read_consent_text(read_text(file, "FILE"), file.name)
    if not isinstance(text, ConsentText):
        raise BadInput("FILE", "; ".join(map(str, text)), "; ".join(fault.in_("en") for fault in text))
    return frame.change(
        lambda tx, by: publish_consent_text(tx, by=by, organisation=frame.organisation(tx), text=text),
        answer=lambda made: {
            "id": made.id,
            "text": made.key,
            "version": made.version,
            "hash": made.hash,
            "fresh": made.fresh,
            "doubts": [one.in_(frame.language) for one in made.doubts],
        },
        say=lambda made: _with_doubts(
            made,
            Words(
                f"Текст {made['text']}, версия {made['version']}: "
                + ("опубликован" if made["fresh"] else "уже опубликован"),
                f"Text {made['text']}, version {made['version']}: "
                + ("published" if made["fresh"] else "published before"),
            ),
        ),
    )


def _kept(frame: Frame, file: Path) -> Any:
    return file_proof(frame.settings.data_dir, read_file(file, "--scan"), field="--scan")


def _terms(content: str, from_day: date | None, to_day: date | None, form: str, payment: str) -> dict[str, str]:
    told = {
        "content": content,
        "from": from_day.isoformat() if from_day else "",
        "to": to_day.isoformat() if to_day else "",
        "form": form,
        "payment": payment,
    }
    return {key: said for key, said in told.items() if said}


def _with_doubts(made: Any, words: Words) -> Words:
    told = ". ".join(made["doubts"])
    return Words(f"{words.ru}. {told}", f"{words.en}. {told}") if told else words


def _coverage_table(page: ConsentsPage, frame: Frame, *, missing: bool) -> Table:
    lines = page.missing if missing else page.lines
    return Table(
        (
            Words("Номер", "Id"),
            Words("Имя", "Name"),
            Words("Персональные данные", "Personal data"),
            Words("Фото", "Photo"),
            Words("Наставничество", "Mentoring"),
            Words("Подписывает", "Signs"),
        ),
        [
            (
                one.person_id,
                one.name,
                *(STATES[one.standings[kind].state].in_(frame.language) for kind in one.standings),
                one.representative[1] if one.representative else "",
            )
            for one in lines
        ],
        empty=Words("Никого: все согласия подписаны.", "Nobody: every consent is signed."),
    )
