"""`nastavnik tick`: one pass of the clock's work."""

from dataclasses import asdict
from typing import Annotated, Any, cast, get_args

from engine.words import Words
from nastavnik.cli.arguments import option
from nastavnik.cli.frame import Frame, changes, noun
from nastavnik.wiring import channel_of, dead_among, hooks_of, post_of
from storage import outbox
from storage.evidence_sweep import sweep_evidence
from storage.forgetting import forget
from workflows.deliver_webhooks import deliver_webhooks
from workflows.plain_text import one_of
from workflows.tick import Part, Ticked, tick

app = noun()


@changes(app, "tick", "Один проход: сроки, напоминания, письма", "One pass: derive, remind, deliver")
def run(
    frame: Frame, only: Annotated[str | None, option("--only", "derive|remind|deliver", "the same")] = None
) -> None:
    part = None if only is None else cast(Part, one_of(only, get_args(Part), "--only"))
    post = post_of(frame.settings)
    with frame.read() as tx:
        dead = dead_among(outbox.owners(tx), own=post.owner)
    with channel_of(frame.settings) as mail:
        done = tick(
            frame.database,
            mail,
            clock=frame.clock,
            post=post,
            only=part,
            dead_owners=dead,
        )
    if part is None:
        forget(frame.database, frame.settings.data_dir)
        sweep_evidence(frame.database, frame.settings.data_dir)
    told: dict[str, int] = {}
    if part in (None, "deliver"):
        with hooks_of(frame.settings) as hooks:
            told = dict(deliver_webhooks(frame.database, hooks, clock=frame.clock))
    frame.show(_document(done) | {"webhooks": told}, _told(done))


def _document(done: Ticked) -> dict[str, Any]:
    return asdict(done) | {"letters": dict(done.letters)}


def _told(done: Ticked) -> Words:
    sent = ", ".join(f"{state} {count}" for state, count in sorted(done.letters.items())) or "0"
    held = Words(". Почтовый сервер недоступен, письма ждут", ". The mail server is away, letters wait")
    return Words(
        f"Напоминаний {done.reminders}, писем составлено {done.composed}, доставка: {sent}"
        + (held.ru if done.held else ""),
        f"Reminders {done.reminders}, letters composed {done.composed}, delivery: {sent}"
        + (held.en if done.held else ""),
    )
