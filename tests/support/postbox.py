"""A real mail server on a port of its own, which keeps what it takes and can be told to misbehave."""

import email
import email.policy
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.server import free_port

logging.getLogger("mail.log").setLevel(logging.WARNING)  # every word that is said, otherwise
TAKEN = "250 taken"


class Postbox:
    """What came, as (address, message), in order. `replies` are given instead of taking, by address; '' hangs up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.came: list[tuple[str, EmailMessage]] = []
        self.replies: dict[str, list[str]] = {}
        self.drops: set[str] = set()  # addresses whose next message is taken, and the link is cut before the answer
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    async def handle_RCPT(  # the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        waiting = self.replies.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        with self.lock:
            self.came += [(address, message) for address in envelope.rcpt_tos]
        if self.drops & set(envelope.rcpt_tos):
            self.drops -= set(envelope.rcpt_tos)
            transport: Any = server.transport
            transport.abort()
        return TAKEN

    def to(self, address: str) -> list[EmailMessage]:
        with self.lock:
            return [message for to, message in self.came if to == address]


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A server that runs for as long as the block."""
    box = Postbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
