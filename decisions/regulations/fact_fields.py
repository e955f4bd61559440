"""Form fields whose cleaned value is what a question of the policies carries; empty means not given."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from policies.words import ABSENCE_OUTCOMES, Words

RUN = re.compile(r"([VCOLRA.])\s*[×x*]?\s*(\d{0,3})")
MONTH_LINE = re.compile(r"\s*(\d{4}-\d\d)\s*[:：]?\s*(.*)")
SEPARATORS = re.compile(r"[、，,；;\s]+")
YES_NO = [("", "未填"), ("yes", "是"), ("no", "否")]
ALPHABET = "V在村 C在县不在村 O公务外出 L批准请假 R休息日休息 A无故缺岗 .未到岗；可写成 V20 O2 R8"


class Unreadable(Exception):
    """What cannot be read, as a sentence for the field."""


class JsonField(forms.Field):
    """A field whose cleaned value goes into the question as it is; empty means not given."""

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """The value as the form's address carries it: what `read` reads back."""
        return str(value)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value in (None, "", []):
            return None
        try:
            return self.read(value)
        except Unreadable as wrong:
            raise forms.ValidationError(str(wrong)) from None


class NumberField(JsonField):
    """A number; whole ones stay whole."""

    widget = forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"})

    def read(self, text: str) -> int | float:
        try:
            number = Decimal(text)
        except ArithmeticError:
            raise Unreadable(f"“{text[:20]}”不是数字。") from None
        if not number.is_finite():
            raise Unreadable("请填写一个数字。")
        return int(number) if number == number.to_integral_value() else float(number)


class YesNoField(JsonField):
    """Yes, no, or not known."""

    widget = forms.Select(choices=YES_NO)

    def read(self, text: str) -> bool:
        return text == "yes"

    def write(self, value: Any) -> str:
        return "yes" if value else "no"


class WordField(JsonField):
    """One word of a vocabulary."""

    def __init__(self, words: Words, **rest: Any) -> None:
        super().__init__(widget=forms.Select(choices=[("", "未填"), *words.items()]), **rest)

    def read(self, text: str) -> Any:
        return text


class TextField(JsonField):
    """Text, dates and moments: the question's own reader checks them."""

    widget = forms.TextInput

    def read(self, text: str) -> Any:
        return text.strip()


class WordsField(TextField):
    """Several words of a vocabulary, in Chinese or as they are, perhaps repeated: 优秀、优秀、称职."""

    def __init__(self, words: Words, *, shape: Callable[[str], Any] = str, **rest: Any) -> None:
        super().__init__(**rest)
        self.vocabulary, self.shape = words, shape
        self.known = {word: word for word in self.vocabulary}
        for word, text in self.vocabulary.items():
            self.known |= {part: word for part in (text, *re.split(r"[（）()]", text)) if part}

    def read(self, text: str) -> list[Any]:
        return [self.shape(self._word(part)) for part in SEPARATORS.split(text.strip()) if part]

    def write(self, value: Any) -> str:
        return "、".join(item["level"] if isinstance(item, dict) else item for item in value)

    def _word(self, part: str) -> str:
        if part not in self.known:
            raise Unreadable(f"不认识“{part[:20]}”，可写：{'、'.join(self.vocabulary.values())}。")
        return self.known[part]


class MediaField(WordsField):
    """Levels with how often each: 省（自治区）级2、中央1."""

    def read(self, text: str) -> list[Any]:
        return [self._count(part) for part in SEPARATORS.split(text.strip()) if part]

    def write(self, value: Any) -> str:
        return "、".join(f"{item['level']}{item['count']}" for item in value)

    def _count(self, part: str) -> dict[str, Any]:
        found = re.fullmatch(r"(.*?)(\d*)", part)
        assert found is not None
        return {"level": self._word(found[1]), "count": int(found[2] or 1)}


class FindingsField(JsonField):
    """Any of a vocabulary's words, ticked."""

    def __init__(self, words: Words, **rest: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple(choices=list(words.items())), **rest)

    def read(self, text: Any) -> list[str]:
        return list(text)

    def write(self, value: Any) -> list[str]:
        return list(value)


class MonthsField(JsonField):
    """A line a month: the month and a character a day, or runs of them (V20 R8)."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def read(self, text: str) -> dict[str, str]:
        lines = [line for line in text.splitlines() if line.strip()]
        return dict(self._line(line) for line in lines)

    def write(self, value: Any) -> str:
        return _lines(value)

    def _line(self, line: str) -> tuple[str, str]:
        found = MONTH_LINE.fullmatch(line)
        if found is None:
            raise Unreadable(f"“{line[:20]}”应以月份开头，例如 2018-09: V20 R10。")
        return found[1], spelled_out(found[2])


class TeamField(JsonField):
    """A line a cadre: name and days."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def read(self, text: str) -> dict[str, str]:
        people = {}
        for line in filter(str.strip, text.splitlines()):
            name, _, days = re.sub(r"[:：]", " ", line.strip()).partition(" ")
            people[name] = spelled_out(days)
        return people

    def write(self, value: Any) -> str:
        return _lines(value)


class PresenceYearField(NumberField):
    """Days of a year that is over."""

    def read(self, text: str) -> Any:
        return {"counted": super().read(text), "closed": True}

    def write(self, value: Any) -> str:
        return str(value["counted"]) if value["closed"] else ""


class AbsenceField(WordField):
    """What the regulation said of the absence when it was asked."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(ABSENCE_OUTCOMES, **rest)

    def read(self, text: str) -> Any:
        return {"outcome": text}

    def write(self, value: Any) -> str:
        return str(value["outcome"])


class NumbersField(TextField):
    """名称 数字, several of them."""

    def read(self, text: str) -> dict[str, Any]:
        pairs = (part.rpartition("=") for part in SEPARATORS.split(text.strip()) if part)
        return {name: NumberField().read(number) for name, _, number in pairs}

    def write(self, value: Any) -> str:
        return "、".join(f"{name}={number}" for name, number in value.items())


class ListField(TextField):
    """Several texts or dates."""

    def read(self, text: str) -> list[str]:
        return [part for part in SEPARATORS.split(text.strip()) if part]

    def write(self, value: Any) -> str:
        return "、".join(value)


def _lines(value: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {line}" for name, line in value.items())


def spelled_out(runs: str) -> str:
    """`V20 R8` as twenty V and eight R; a character without a number stands for one day."""
    bare = RUN.sub("", runs).strip()
    if bare:
        raise Unreadable(f"不认识“{bare[:10]}”，只能用 {ALPHABET}。")
    return "".join(sign * int(times or 1) for sign, times in RUN.findall(runs))
