"""`nastavnik person export|erase|acts|transfer`: everything about somebody, and somebody who leaves."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from documents.personal_package import personal_package
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.whole_file import write_whole
from storage import evidence_files, leaving
from storage.forgetting import forget
from workflows.erase_person import erase_person
from workflows.export_person import PersonExport, export_person
from workflows.find import find_organisation
from workflows.transfer_person import transfer_person

app = noun()


@changes(app, "export", "Выгрузить всё об участнике", "Tell everything about a person")
def export(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    out: Annotated[Path | None, option("--out", "Файл ZIP", "ZIP file")] = None,
) -> int:
    def told(made: PersonExport) -> dict[str, Any]:
        if out is not None and not frame.dry_run:
            write_whole(out, _package(frame, made))
        return dict(made.document)

    return frame.change(
        lambda tx, by: export_person(tx, by=by, person_id=person),
        answer=told,
        say=lambda made: Words(
            f"Выгружено строк: {sum(len(rows) for rows in made['tables'].values())}"
            + ("" if out else "; --out ФАЙЛ.zip сохранит их с документами"),
            f"Rows told: {sum(len(rows) for rows in made['tables'].values())}"
            + ("" if out else "; --out FILE.zip keeps them with the papers"),
        ),
    )


@changes(app, "erase", "Удалить данные участника", "Erase a person's data")
def erase(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    ground: Annotated[str, option("--ground", "withdrawal|request|purpose_reached", "the same")] = "request",
) -> int:
    code = frame.change(
        lambda tx, by: erase_person(tx, by=by, person_id=person, ground=ground),
        answer=lambda made: {
            "id": made.id,
            "person": made.person_id,
            "reference": made.reference,
            "struck": [{"table": each.table, "how": each.how, "rows": each.rows} for each in made.struck],
            "files": len(made.files),
            "keep_until": made.keep_until,
        },
        say=lambda made: Words(
            f"Данные участника {made['person']} удалены, акт {made['id']}; хранить до {made['keep_until']}",
            f"The data of person {made['person']} are erased, act {made['id']}; keep it until {made['keep_until']}",
        ),
    )
    if code == 0 and not frame.dry_run:
        forget(frame.database, frame.settings.data_dir)
    return code


@reads(app, "acts", "Акты об уничтожении данных", "Acts of erasure")
def acts(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = leaving.acts(tx, organisation_id=top.id if top else None)
    rows = [[str(each["id"]), str(each["on"]), str(each["ground"]), str(each["keep_until"])] for each in found]
    columns = (Words("Акт", "Act"), Words("День", "Day"), Words("Основание", "Ground"), Words("Хранить до", "Until"))
    frame.show(found, Table(columns, rows, empty=Words("Данные ещё не удаляли.", "Nothing was erased yet.")))


@changes(app, "transfer", "Перевести участника в другую организацию", "Transfer a person to another organisation")
def transfer(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    to: Annotated[str, option("--to", "Путь новой организации", "Path of the new organisation")],
    on: Annotated[date | None, day_option("--on", "С какого дня", "From which day")] = None,
    consent: Annotated[
        date | None,
        day_option("--consent-signed", "Согласие новой организации подписано", "The new consent was signed"),
    ] = None,
) -> int:
    return frame.change(
        lambda tx, by: transfer_person(
            tx,
            by=by,
            person_id=person,
            to_organisation_id=find_organisation(tx, to, by=by, field="--to").id,
            on=on,
            consent_signed=consent,
        ),
        answer=lambda made: {"id": made.id, "person": made.person_id, "kept": made.kept},
        say=lambda made: Words(
            f"Участник {made['person']} переведён"
            + ("" if made["kept"] else "; без согласия новой организации остались имя, адрес и должность"),
            f"Person {made['person']} was transferred"
            + ("" if made["kept"] else "; without the new consent name, address and position were kept"),
        ),
    )


def _package(frame: Frame, made: PersonExport) -> bytes:
    scans = [(name, evidence_files.read(frame.settings.data_dir, name)) for name in made.scans]
    return personal_package(
        made.document, papers=made.papers, scans=[(name, content) for name, content in scans if content is not None]
    )
