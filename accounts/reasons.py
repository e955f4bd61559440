"""Why something leaves the program: the usual reasons to choose from, or one's own words."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

USUAL = ("报上级组织部门备案", "核对本县台账", "年度考核使用", "办理补助和保险")
SHORTEST = 4


class ReasonInput(forms.TextInput):
    """A line of text with the usual reasons offered below it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        offered = f"usual_{name}"
        line = super().render(name, value, {**(attrs or {}), "list": offered, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((reason,) for reason in USUAL))
        return format_html('{}<datalist id="{}">{}</datalist>', line, offered, options)


class ReasonField(forms.CharField):
    """The reason, some words at least."""

    widget = ReasonInput

    def __init__(self, **options: Any) -> None:
        told = {
            "required": "请写明导出事由，例如“报市委组织部备案”。",
            "min_length": "请把导出事由写得具体些，例如“报市委组织部备案”。",
        }
        super().__init__(
            **{"label": "导出事由", "min_length": SHORTEST, "max_length": 200, "error_messages": told, **options}
        )


class ReasonForm(forms.Form):
    """A reason and nothing else."""

    reason = ReasonField()
