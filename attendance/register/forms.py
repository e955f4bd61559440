"""Forms of the register."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LARGEST = 10 * 1024 * 1024
YEARS = range(2000, 2101)


class SheetForm(forms.Form):
    """An attendance workbook and the county (or province) it is of."""

    place = forms.ChoiceField(label="县（旗、区）")
    file = forms.FileField(label="考勤表（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("文件超过 10 MB。请删去图片和多余的行列，或按乡镇分成几个文件。")
        return file


class CorrectionForm(forms.Form):
    """A correction of a closed month: the hidden lines of the grid and the reason."""

    reason = forms.CharField(label="更正原因和依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MonthForm(forms.Form):
    """Which month is looked at."""

    month = forms.DateField(
        label="月份", input_formats=["%Y-%m"], widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    )


def month_of(text: str) -> date:
    """The first day of a month written YYYY-MM, of a year that a register may be of. Raises ValueError."""
    month = date.fromisoformat(f"{text}-01")
    if month.year not in YEARS:
        raise ValueError(f"“{text}”不是能登记考勤的月份。")
    return month
