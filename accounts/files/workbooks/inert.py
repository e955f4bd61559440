"""Texts that leave the program in a table: none of them runs as a formula, in a workbook or in a CSV made from it."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(STARTS) else text
