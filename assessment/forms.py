"""What is entered to grade a cadre."""

from typing import Any

from django import forms

from assessment.choices import QUARTERS
from policies.words import GRADES

YES_NO = [("", "未提供"), ("yes", "是"), ("no", "否")]


def yes_no(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, coerce=lambda value: value == "yes", empty_value=None
    )


class YearForm(forms.Form):
    """The year's grade with the facts a regulation may ask for; those left open are not given to it."""

    grade = forms.ChoiceField(label="年度等次")
    tasks_done = yes_no("完成年度任务")
    discipline_ok = yes_no("遵守工作纪律")
    circulars = forms.IntegerField(label="被督查通报次数", required=False, min_value=0, max_value=99)
    dereliction = yes_no("失职或严重违纪")
    reason = forms.CharField(label="说明", max_length=300, required=False, help_text="超出一般名额时须写明理由")

    def __init__(self, *args: Any, grades: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(item, GRADES[item]) for item in grades]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        names = ("tasks_done", "discipline_ok", "circulars", "dereliction")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}


class QuarterForm(forms.Form):
    """A quarter's grade."""

    quarter = forms.TypedChoiceField(label="季度", choices=QUARTERS, coerce=int)
    grade = forms.ChoiceField(label="平时考核等次")

    def __init__(self, *args: Any, grades: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(item, GRADES[item]) for item in grades]  # type: ignore[attr-defined]
