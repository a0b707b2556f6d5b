"""Room for words: how wide a label is, and how it is broken into lines. Pixels."""

LETTER = 5.9  # width of a letter of a label, measured on Noto Sans at 11 px
LINE = 13


def width(text: str) -> float:
    """About how wide the text is drawn."""
    return LETTER * len(text)


def wrap(text: str, room: float) -> list[str]:
    """The text in lines that fit into the room; a word that is longer stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
