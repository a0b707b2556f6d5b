"""Settings from the environment: typed, loud when wrong, secrets also from files (`NAME_FILE`)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(SystemExit):
    """A setting is missing or cannot be read; the message names it and the cure."""


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or the content of the file that `name`_FILE points to; `default` when neither is set."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE", "")
    if path:
        return _read(name, Path(path))
    if default is None:
        raise BadSetting(f"{name} is not set. Set it, or set {name}_FILE to a file that holds it.")
    return default


def _read(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE points to {path}, which cannot be read: {error.strerror}.") from None


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and empty; anything else stops the program."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name} is {value!r}; write a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mail(url: str) -> dict[str, object]:
    """Django's settings of the mail server that the address names; an empty one names none.

    smtp:// speaks TLS after STARTTLS and refuses to go on without it, smtps:// speaks TLS from the first byte;
    smtp+plain:// is for a relay on the same host or network only.
    """
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if url and (parts.scheme not in ports or not parts.hostname):
        raise BadSetting("EMAIL_URL must look like smtp://user:password@host:587, smtps://... or smtp+plain://...")
    return {
        "HOST": parts.hostname or "",
        "PORT": parts.port or ports.get(parts.scheme, 25),
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp",
        "USE_SSL": parts.scheme == "smtps",
    }


def database(url: str) -> dict[str, object]:
    """Django's database settings for postgres://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
