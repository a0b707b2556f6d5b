"""How text is kept from becoming a formula, and numbers from becoming text. Pure.

A spreadsheet runs a cell that begins with = + - @ or a control character. In CSV such a *text* gets one apostrophe in
front; numbers never do, so that -5 stays a number. XLSX and JSON have types and need no guard.
"""

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(TRIGGERS) else text


def unguard(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(TRIGGERS) else text
