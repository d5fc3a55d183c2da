"""A mail server that remembers: which letters came, from whom, to whom."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.mailbox import MailServer


@dataclass(frozen=True, slots=True)
class Recorded:
    """One letter of one envelope; `data` as it came over the wire, dots undone."""

    sender: str
    recipient: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def words(self) -> str:
        """The plain text on one line."""
        part = self.message.get_body(("plain",))
        assert part is not None
        return " ".join(str(part.get_content()).split())

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class Recorder(MailServer):
    """`with Recorder() as recorder: … recorder.letters`."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host=host, port=port)
        self.letters: list[Recorded] = []

    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        self.letters.append(Recorded(sender, recipient, data))

    def to(self, recipient: str) -> list[Recorded]:
        """The letters of one recipient in the order of their arrival."""
        return [letter for letter in self.letters if letter.recipient == recipient]
