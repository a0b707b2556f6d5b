"""Drawings of the pages on paper: the same SVG, painted with the same styles, each colour as tokens.css prints it."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

SVG = re.compile(r"<svg\b.*</svg>", re.S)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
USE = re.compile(r"var\((--[\w-]+)\)")
FONT = re.compile(r"font: (\d+) ([\d.]+px) [^;]+;")
ONLY_SCREEN = (":hover", ":focus", ".wide", ".multi", ".rb")


def on_paper(svg: str) -> str:
    """The first drawing of a page's fragment as a file of its own, which needs no style sheet."""
    found = SVG.search(svg)
    if found is None:
        raise ValueError("no drawing in it")
    own = found.group().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    place = own.index(">") + 1
    return f"{own[:place]}<style>{_paint()}</style>{own[place:]}"


@cache
def _paint() -> str:
    styles = Path(settings.BASE_DIR) / "static" / "css"
    tokens = _tokens((styles / "tokens.css").read_text(encoding="utf-8"))
    text = COMMENT.sub("", (styles / "drawing.css").read_text(encoding="utf-8")).split("@media")[0]
    rules = [(where.strip(), what) for where, what in RULE.findall(text)]
    kept = [f"{where}{{{what}}}" for where, what in rules if not any(word in where for word in ONLY_SCREEN)]
    filled = USE.sub(lambda use: tokens.get(use.group(1), "none"), "".join(kept))
    return FONT.sub(r"font-weight: \1; font-size: \2; font-family: 'Noto Sans';", filled)


def _tokens(text: str) -> dict[str, str]:
    """The values of the light page, with those of print over them."""
    light = TOKEN.findall(text.split("@media")[0])
    return dict([*light, *TOKEN.findall(text[text.index("@media print") :])])
