"""Settings become the parts that flows ask for."""

import os
import secrets
import socket
from collections.abc import Iterable

from nastavnik.settings import Settings, is_local
from notifications.smtp import Channel, Server
from notifications.webhooks import Hooks
from workflows.deliver_outbox import Post

SENDER_NAME = "Наставник"


def post_of(settings: Settings) -> Post:
    """How this installation sends; the owner is new for every process."""
    return Post(
        sender=settings.mail_from,
        sender_name=SENDER_NAME,
        base_url=settings.base_url,
        server=settings.smtp_host,
        secret=settings.secret(),
        owner=f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}",
    )


def channel_of(settings: Settings) -> Channel:
    """The channel to the mail server. Raises BadInput for clear text to another machine."""
    return Channel(
        Server(
            host=settings.smtp_host,
            port=settings.port,
            security=settings.security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            ca_file=settings.smtp_ca_file,
            timeout_scale=settings.smtp_timeout_scale,
        )
    )


def hooks_of(settings: Settings) -> Hooks:
    """The caller of webhooks: a public installation calls nobody of a private network."""
    return Hooks(private=is_local(settings.base_url))


def dead_among(owners: Iterable[str], *, own: str) -> tuple[str, ...]:
    """The owners that are processes of this machine and run no more; what they held is taken back at once.

    Another machine's are left to their leases: from here nobody can tell whether they live. `own` is the asker: an
    owner with its process number but another token is a dead process whose number was given again.
    """
    return tuple(owner for owner in owners if owner != own and _is_dead(owner))


def _is_dead(owner: str) -> bool:
    host, _, rest = owner.partition("/")
    pid, _, _ = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
