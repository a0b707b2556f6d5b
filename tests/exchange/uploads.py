"""The steps of an upload in the browser: hand in, map, rehearse, apply, undo; and the worker beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exchange.models import Import
from portal.jobs import running

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)  # after what pages enqueue
URL = "https://example.org/table"


def upload(client: Client, content: bytes | str, name: str = "table.csv") -> Import:
    body = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports/", {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get(pk=answer.headers["Location"].split("/")[2])


def chosen(client: Client, row: Import) -> dict[str, str]:
    """The form as the page shows it."""
    sheets = client.get(f"/imports/{row.pk}/").context["sheets"]
    return {column.field: column.chosen for sheet in sheets for column in sheet.columns}


def step(client: Client, row: Import, step: str, **words: Any) -> Any:
    row.refresh_from_db()
    words = {"version": row.version, "step": step, **words}
    answer = client.post(f"/imports/{row.pk}/", words)
    row.refresh_from_db()
    return answer


def rehearse(client: Client, row: Import, **words: Any) -> Any:
    return step(client, row, "rehearse", **{**chosen(client, row), **words})


def work() -> None:
    running.run_due(worker="test", clock=lambda: NOW)


def said(client: Client, row: Import) -> list[str]:
    """The new statements as the page words them, without line breaks."""
    text = client.get(f"/imports/{row.pk}/").content.decode().replace("\u00a0", " ")
    rows = text[text.index('aria-labelledby="new"') :].partition("</table>")[0].split("<tr>")[2:]
    return [one.split("</th><td>")[1].split("</td>")[0] for one in rows]
