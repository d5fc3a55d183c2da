"""`nastavnik doctor`: is this installation able to work?"""

from engine.words import Words
from nastavnik.cli.frame import Frame, command, reads
from nastavnik.cli.output import Table
from nastavnik.doctor import Check, examine

app = command()

FOUND = 1


@reads(app, "doctor", "Проверить окружение, почту, базу", "Check environment, mail, database")
def doctor(frame: Frame) -> int:
    checks = examine(frame.settings)
    frame.show(
        {
            "ok": not _faulty(checks),
            "checks": [
                {"name": each.name, "health": each.health, "message": each.words.in_(frame.language)} for each in checks
            ],
        },
        Table(
            (Words("Что", "What"), Words("Состояние", "Health"), Words("Подробно", "Details")),
            [(each.name, each.health, each.words.in_(frame.language)) for each in checks],
        ),
    )
    return FOUND if _faulty(checks) else 0


def _faulty(checks: list[Check]) -> bool:
    return any(each.health == "fault" for each in checks)
