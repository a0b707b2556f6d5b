"""One call that prints: `printed(form, data, at=…)` gives the bytes of a PDF. Equal input gives equal bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst
from django.conf import settings

from portal.paper.letters import legible

FONTS = Path(__file__).with_name("fonts")
STANDARDS: list[Any] = ["a-3a", "ua-1"]  # typst names them as literals
INDENTED = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS


@dataclass(frozen=True)
class Attachment:
    """Data that travel inside the paper; `description` is what a reader's program shows beside the name.

    `is_canonical`: without blanks, so that the file has the hash that is told of it.
    """

    name: str
    data: Mapping[str, Any]
    description: str
    is_canonical: bool = False

    def as_input(self) -> dict[str, str]:
        """The file as the form reads it: UTF-8 JSON, keys in order."""
        option = orjson.OPT_SORT_KEYS if self.is_canonical else INDENTED
        text = orjson.dumps(self.data, default=str, option=option).decode()
        return {"name": self.name, "text": text, "description": self.description}


def printed(form: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of `templates/typst/<form>.typ` filled with `data` (plain JSON values), dated `at` (with a zone).

    typst.TypstError when the form is wrong or the standards cannot be kept: a mistake of the portal's, never of the
    data, which are read as values and never as markup.
    """
    root = Path(settings.BASE_DIR) / "templates" / "typst"
    files = [attachment.as_input() for attachment in attachments]
    return bytes(
        typst.compile(
            root / f"{form}.typ",
            root=root,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"data": orjson.dumps({**legible(dict(data)), "attachments": files}).decode()},
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),
        )
    )


@cache
def _fonts() -> Any:
    """Only the portal's own fonts, read once: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
