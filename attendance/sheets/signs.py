"""Signs as people type them: trimmed, made narrow, and look-alikes folded to one sign."""

from datetime import date, datetime
from functools import lru_cache

_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F])
_TABLE = _INVISIBLE | _NARROW
_LOOK_ALIKES = {
    "√": "✓✔☑✅∨˅🗸ⅴVv",
    "○": "〇◯⚪⭕◦OoοΟОо",
    "●": "⚫⬤•",
    "×": "✕✖✗✘☓╳❌xXхХΧχ⨯",
    "△": "Δ∆▵⊿",
    "▲": "▴",
    "☆": "✩⭐",
    "★": "✭",
    "◇": "◊♢⋄",
    "◆": "♦⬥",
    "□": "▢◻☐⬜",
    "■": "◼▪⬛",
    "◎": "⊙☉⦿",
    "#": "♯",
    "+": "✚",
    "-": "—–―−‐‑─━ー",
    "*": "✱✻✽∗",
    "Φ": "∅øØφ",
}
_FOLD = {ord(alike): sign for sign, alikes in _LOOK_ALIKES.items() for alike in alikes}


def narrow(text: str) -> str:
    """Full-width letters, digits and marks made narrow; the text keeps its length except for invisible characters."""
    return text if text.isascii() else text.translate(_TABLE)


def shown(value: object) -> str:
    """A cell's value as the text one sees in it; whole numbers without a decimal point, dates as 2018-10-01."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def compact(value: object) -> str:
    """A cell's text without any white space, narrow."""
    return "".join(narrow(value if isinstance(value, str) else shown(value)).split())


@lru_cache(maxsize=65536)
def fold(sign: str) -> str:
    """The sign that stands for all its look-alikes; codes of several letters only lose their case."""
    sign = narrow(sign).strip()
    return sign.translate(_FOLD) if len(sign) == 1 and ord(sign) in _FOLD else sign.upper()
