"""`nastavnik user`: who may sign in."""

from pathlib import Path
from typing import Annotated

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.add_user import add_user
from workflows.disable_user import disable_user

app = noun()

_Person = Annotated[int, option("--person", "Номер участника", "Id of the person")]
_BIGGEST_FILE = 4096


@changes(app, "add", "Дать учётную запись: приглашение или пароль", "Give an account: invitation or password")
def add(
    frame: Frame,
    person: _Person,
    password_file: Annotated[
        Path | None,
        option("--password-file", "Файл с паролем; без него — приглашение", "File with the password; else a letter"),
    ] = None,
) -> int:
    password = None if password_file is None else _password(password_file)
    return frame.change(
        lambda tx, by: add_user(tx, by=by, person_id=person, password=password),
        answer=lambda made: {"id": made.person_id, "invited": made.invited},
        say=lambda made: Words(
            f"Учётная запись участника {made['id']}: {'приглашение отправлено' if made['invited'] else 'пароль задан'}",
            f"Account of person {made['id']}: {'the invitation is on its way' if made['invited'] else 'password set'}",
        ),
    )


@changes(app, "disable", "Закрыть учётную запись: все выходят сразу", "Close an account: every browser is signed out")
def disable(frame: Frame, person: _Person) -> int:
    return frame.change(
        lambda tx, by: disable_user(tx, by=by, person_id=person),
        answer=lambda done: {"id": done.person_id, "sessions": done.sessions, "tokens": done.tokens},
        say=lambda done: Words(
            f"Учётная запись участника {done['id']} закрыта, выведено браузеров: {done['sessions']}",
            f"The account of person {done['id']} is closed, browsers signed out: {done['sessions']}",
        ),
    )


def _password(file: Path) -> str:
    """The first line of the file: a password in an argument would be seen in the list of processes."""
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.read(_BIGGEST_FILE).split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "--password-file",
            f"--password-file: файл {file} не читается, проверьте путь и права",
            f"--password-file: the file {file} cannot be read, check its path and rights",
        ) from None
