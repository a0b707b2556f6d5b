"""An export as an answer: the file is made whole in one snapshot of the database, then sent."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from rest_framework.serializers import BaseSerializer

from exchange.composers.exports import MEDIA_TYPES, Export, compose, file_name
from exchange.composers.text import iso
from exchange.queries.columns import columns_of
from exchange.queries.rows import rows_of
from exchange.vocabulary import Format
from portal.accounts.models import User
from portal.history.reading import one_snapshot

IN_MEMORY = 1_000_000  # bytes; a longer file waits on disk


def download(
    *,
    name: str,
    rows: QuerySet[Any],
    serializer: type[BaseSerializer[Any]],
    person: User,
    filters: Mapping[str, Sequence[str]],
    form: Format,
) -> FileResponse:
    """The rows (which begin with `visible_to`) as a file of the format."""
    columns = columns_of(serializer)
    with one_snapshot() as horizon:
        drawn = rows_of(rows, columns, serializer)
        by = (person.username, person.party_code)
        return written(Export(name, columns, drawn, *by, filters, timezone.now(), horizon), form)


def written(export: Export, form: Format) -> FileResponse:
    """The export as a file of the format, whole before a byte is sent."""
    out: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    try:
        compose(export, form, out)
    except BaseException:
        out.close()
        raise
    return _answer(export, form, _short_in_memory(out))


def _short_in_memory(out: IO[bytes]) -> IO[bytes]:
    """A short file as plain bytes, so that only long ones hold a file open until they are sent."""
    size = out.tell()
    out.seek(0)
    if size > IN_MEMORY:
        return out
    with out:
        return io.BytesIO(out.read())


def _answer(export: Export, form: Format, out: IO[bytes]) -> FileResponse:
    answer = FileResponse(out, as_attachment=True, filename=file_name(export, form), content_type=MEDIA_TYPES[form])
    answer.headers["X-Rows"] = str(export.seen.rows)
    answer.headers["X-Snapshot-At"] = iso(export.at.replace(microsecond=0))
    answer.headers["X-Snapshot-Horizon"] = str(export.horizon)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
