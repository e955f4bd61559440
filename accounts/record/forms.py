"""The filter of the record's page."""

from django import forms

from accounts.choices import Act
from accounts.record.triggers import recorded_models
from accounts.record.words import kind_label

ALL = [("", "全部")]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def kinds() -> list[tuple[str, str]]:
    """Kinds of rows in the record and what they are called, by name; links between tables are not asked for alone."""
    models = (model for model in recorded_models() if not model._meta.auto_created)
    return sorted(((model._meta.label_lower, kind_label(model)) for model in models), key=lambda kind: kind[1])


class EntryFilter(forms.Form):
    """Who, what, about what, when, which county. Empty fields ask for all."""

    who = forms.CharField(
        label="何人", required=False, max_length=50,
        widget=forms.TextInput(attrs={"data-search": "", "placeholder": "姓名或登录名"}),
    )  # fmt: skip
    act = forms.ChoiceField(label="行为", required=False, choices=[*ALL, *Act.choices])
    kind = forms.ChoiceField(label="对象", required=False)
    object_id = forms.CharField(label="人员编号或编号", required=False, max_length=60)
    first = _day("起")
    last = _day("止")
    county = forms.RegexField(
        r"^\d{2,12}$",
        label="地区代码",
        required=False,
        error_messages={"invalid": "地区代码是 2 至 12 位数字，例如 141028。"},
    )
    request = forms.CharField(label="请求编号", required=False, max_length=32)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [*ALL, *kinds()]  # type: ignore[attr-defined]


class ExportReason(forms.Form):
    """Why the record leaves the program."""

    reason = forms.CharField(label="导出事由", min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
