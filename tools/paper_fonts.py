"""Makes the fonts of the papers out of the fonts of the pages: one file per weight instead of four.

python tools/paper_fonts.py    needs `fonttools` and `brotli`, which nothing else does; the result is in the repository
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "portal" / "paper" / "fonts"
PARTS = ("latin", "cyrillic", "latin-ext", "cyrillic-ext")
WEIGHTS = {"400": "Regular", "600": "SemiBold"}
# Latin with its European letters, Cyrillic with all Ukrainian ones, punctuation, currencies, signs.
BLOCKS = [(0x20, 0x7F), (0xA0, 0x250), (0x2BB, 0x2C0), (0x400, 0x530), (0x2000, 0x2070), (0x20A0, 0x20C1)]
SIGNS = "\u0301\u0308№™←↑→↓−∕"
FAMILY_NAMES = (1, 16)


def _merged(weight: str) -> Any:
    with TemporaryDirectory() as folder:
        files = []
        for part in PARTS:
            font = TTFont(ROOT / "static" / "fonts" / f"noto-sans-{part}-{weight}-normal.woff2")
            font.flavor = None
            files.append(str(Path(folder) / f"{part}.ttf"))
            font.save(files[-1])
        return Merger().merge(files)


def _reduced(font: Any) -> Any:
    options = Options()
    options.layout_features, options.name_IDs = ["*"], ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*(code for block in BLOCKS for code in range(*block)), *map(ord, SIGNS)])
    subsetter.subset(font)
    return font


def _ranges(codes: set[int]) -> Iterator[str]:
    """Code points as ranges: 20-7e."""
    for low in sorted(code for code in codes if code - 1 not in codes):
        yield f"{low:x}-{next(code for code in count(low) if code + 1 not in codes):x}"


def main() -> None:
    """Writes both weights under one family name, so that a paper asks for a weight only."""
    letters: set[int] = set()
    for weight, name in WEIGHTS.items():
        font = _reduced(_merged(weight))
        for record in font["name"].names:
            if record.nameID in FAMILY_NAMES:
                record.string = "Noto Sans"
        font.save(FONTS / f"NotoSans-{name}.ttf")
        letters = set(font.getBestCmap()) & (letters or set(font.getBestCmap()))
    (FONTS / "letters.txt").write_text("\n".join(_ranges(letters)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
