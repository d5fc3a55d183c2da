"""The tick's last step: letters whose moment has come go to the mail server, each step durable before the next.

The mail contract (mail-contract.md): queued -> claimed -> MAIL, RCPT accepted -> COMMIT in_data -> DATA … dot -> 250 ->
COMMIT sent. This is the one flow that owns several transactions: a letter cannot be un-sent by a rollback.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from notifications.smtp import Channel
from storage import outbox
from storage.database import Database
from workflows.posting import Clock, Delivered, Post
from workflows.send_letters import Sending

__all__ = ["Clock", "Delivered", "Post", "deliver_outbox", "recover_letters"]


def deliver_outbox(
    database: Database, channel: Channel, *, clock: Clock, post: Post, stopping: Callable[[], bool] = lambda: False
) -> Delivered:
    """Send what is ready until nothing is, the channel closes or `stopping` says so.

    A stop lets the letters that are being sent finish and puts the claimed rest back.
    """
    return Sending(database, channel, clock=clock, post=post, stopping=stopping).run()


def recover_letters(tx: Connection, *, clock: Clock, dead_owners: Sequence[str] = ()) -> int:
    """Take back letters from workers that died; how many there were."""
    found = outbox.recover(tx, now=clock.now(), real_now=clock.elapsed(), dead_owners=dead_owners)
    return found.requeued + len(found.ambiguous)
