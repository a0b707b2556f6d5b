"""Mail by SMTP: one message to one address. What goes wrong is said as `NotNow` (try again) or `Never` (give up).

The last moment before the message leaves is told to the caller (`before`): what fails earlier has surely not been
delivered, what fails later may have been. Nothing here knows what a mail is about.
"""

import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

LONGEST_REASON = 500
PERMANENT = range(500, 600)


class NotNow(Exception):
    """The server cannot be reached or asks to come again later; the text is what it said.

    `is_doubtful`: the link broke after the message had left, so that the server may have taken it.
    """

    def __init__(self, said: str, *, is_doubtful: bool = False) -> None:
        super().__init__(said)
        self.is_doubtful = is_doubtful


class Never(Exception):
    """The server refuses this message or this address for good; the text is what it said."""


def is_configured() -> bool:
    """False when no mail server is named: mails wait then."""
    return bool(settings.EMAIL_HOST)


def send(message: EmailMessage, *, to: str, before: Callable[[], None]) -> None:
    """Hands the message to the server, which has taken it when this returns. Raises NotNow or Never."""
    backend = EmailBackend(fail_silently=False)
    has_left = False

    def leaves() -> None:
        nonlocal has_left
        before()
        has_left = True

    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:  # a wrong password is for the operator to mend: mails wait
        raise NotNow(_said(error)) from error
    assert backend.connection is not None
    try:
        _talk(backend.connection, message, to, leaves)
    except smtplib.SMTPResponseException as error:
        raise (Never if error.smtp_code in PERMANENT else NotNow)(_said(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(_said(error), is_doubtful=has_left) from error
    finally:
        backend.close()


def _talk(link: smtplib.SMTP, message: EmailMessage, to: str, before: Callable[[], None]) -> None:
    link.ehlo_or_helo_if_needed()
    _check(*link.mail(settings.MAIL_ADDRESS, ["BODY=8BITMIME"] if link.has_extn("8bitmime") else []))
    _check(*link.rcpt(to))
    before()
    _check(*link.data(message.message().as_bytes(linesep="\r\n")))  # type: ignore[call-arg]  # Django's messages take it


def _check(code: int, words: bytes) -> None:
    if code not in (250, 251):
        raise smtplib.SMTPResponseException(code, words)


def _said(error: Exception) -> str:
    """The words of the server, or of the system, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {' '.join(text.split())}"[:LONGEST_REASON]
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON]
