"""How a person is found: by how the name sounds, by its initials, by any part of it.

`pinyin` sorts lists (zhang jianguo); `grams` answers a search with one index look-up: every run of up to four characters
of the name and of its initials (张建国: 张, 建国, zjg, jg …).
"""

from functools import lru_cache

from pypinyin import lazy_pinyin

LONGEST_GRAM = 4
LONGEST_PINYIN = 200


@lru_cache(maxsize=20_000)
def _sound(character: str) -> str:
    return lazy_pinyin(character)[0].lower()


def pinyin_of(name: str) -> str:
    """Family name and given name in lower case, one space between."""
    sounds = [_sound(character) for character in name if character != "·"]
    return f"{sounds[0]} {''.join(sounds[1:])}".strip()[:LONGEST_PINYIN] if sounds else ""


def grams_of(name: str) -> list[str]:
    """Runs of 1–4 characters of the name, and of 2–4 of its initials, each once."""
    initials = "".join(_sound(character)[0] for character in name if character != "·")
    return list(dict.fromkeys([*_runs(name, 1), *_runs(initials, 2)]))


def gram_sought(text: str) -> str:
    """What to look for in `grams` for what was typed; longer texts by their first four characters."""
    return "".join(text.split()).lower()[:LONGEST_GRAM]


def _runs(text: str, shortest: int) -> list[str]:
    lengths = range(shortest, LONGEST_GRAM + 1)
    return [text[start : start + length] for length in lengths for start in range(len(text) - length + 1)]
