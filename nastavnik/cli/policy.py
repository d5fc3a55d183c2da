"""`nastavnik policy`: when, whom and how to remind."""

import json
from pathlib import Path
from typing import Annotated, Any

from engine.reminders.policy import Policy
from engine.words import Words
from nastavnik.cli.arguments import argument, read_text
from nastavnik.cli.checked_file import show_faults
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.definitions.faults import Fault
from workflows.definitions.policy_files import policy, policy_hash, policy_to_json, read_policy
from workflows.local_life import local_life
from workflows.publish_policy import policy_in, publish_policy

app = noun()

_File = Annotated[Path, argument("FILE", "Файл правил, YAML", "The policy, YAML")]


@reads(app, "check", "Проверить файл правил", "Check a policy file")
def check(frame: Frame, file: _File) -> int:
    found = read_policy(read_text(file, "FILE"), file.name)
    faults: tuple[Fault, ...] = () if isinstance(found, Policy) else found
    return show_faults(frame, faults)


@changes(app, "publish", "Ввести правила в действие", "Put a policy in force")
def publish(frame: Frame, file: _File) -> int:
    wanted = policy_in(read_text(file, "FILE"), file.name)
    return frame.change(
        lambda tx, by: publish_policy(tx, by=by, organisation_id=frame.organisation(tx).id, policy=wanted),
        answer=lambda made: {
            "id": made.id,
            "key": made.key,
            "version": made.version,
            "hash": made.hash,
            "fresh": made.fresh,
            "today": [
                {
                    "at": each.at.isoformat(),
                    "recipient": each.recipient,
                    "letter": each.letter,
                    "reminders": [{"obligation": obligation, "rung": rung} for obligation, rung in each.reminders],
                }
                for each in made.today
            ],
        },
        say=_published,
    )


@reads(app, "show", "Правила, действующие в организации", "The policy in force in an organisation")
def show(frame: Frame) -> None:
    if frame.org is None:
        found = policy()
    else:
        with frame.read() as tx:
            found = local_life(tx, frame.organisation(tx).id).policy
    document: dict[str, Any] = json.loads(policy_to_json(found)) | {"hash": policy_hash(found)}
    frame.show(document, _ladder(found))


def _published(made: Any) -> Words:
    if not made["fresh"]:
        return Words("Эта версия уже действует", "This version is in force already")
    return Words(
        f"Правила {made['key']} версии {made['version']} действуют с этой минуты; "
        f"сегодня уйдёт писем: {len(made['today'])}, о прошлом ничего",
        f"Policy {made['key']} version {made['version']} holds from now on; "
        f"letters today: {len(made['today'])}, nothing about the past",
    )


def _ladder(found: Policy) -> Table:
    return Table(
        (Words("День", "Day"), Words("Счёт", "Counted in"), Words("Кому", "To"), Words("Письмо", "Letter")),
        [(rung.key, rung.unit, rung.audience, rung.letter) for rung in found.rungs],
    )
