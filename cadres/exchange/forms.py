"""What a person fills in to take a ledger in or out."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.access import Reach
from accounts.reasons import ReasonField
from villages.models import Division

LARGEST = 20 * 1024 * 1024


def places_for(reach: Reach) -> list[Division]:
    """Counties whose organization department the user works for, and provinces for general teams."""
    prefixes = {
        seat.prefix
        for seat in reach.seats
        if seat.works
        and (
            "county_org" in seat.words
            and len(seat.prefix) == 6
            or "region_office" in seat.words
            and len(seat.prefix) == 2
        )
    }
    return list(Division.objects.filter(code__in=[prefix.ljust(12, "0") for prefix in prefixes]))


class PlaceForm(forms.Form):
    """A form about one of the user's counties."""

    place = forms.ModelChoiceField(label="县（旗、区）", queryset=Division.objects.none(), empty_label=None)

    def __init__(self, *args: Any, places: list[Division], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Division.objects.filter(pk__in=[place.pk for place in places])
        if len(places) == 1:
            field.initial = places[0]


class UploadForm(PlaceForm):
    """A workbook to read."""

    file = forms.FileField(
        label="台账文件",
        help_text="Excel 工作簿（.xlsx），20 MB 以内。各县自己的表样都可以，系统按表头的意思识别。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".xlsx"):
            raise forms.ValidationError("只接受 .xlsx 文件。请用 Excel 或 WPS 另存为“Excel 工作簿（*.xlsx）”后再上传。")
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("文件超过 20 MB。请删去图片和多余的工作表，或按乡镇分成几个文件后再上传。")
        return file


class ConfirmForm(forms.Form):
    """How to write what was previewed."""

    only_good_rows = forms.BooleanField(label="只导入无误的行（有错误的行不导入）", required=False)


class ExportForm(PlaceForm):
    """What of the ledger goes out, whether numbers stand in clear, and why."""

    current = forms.BooleanField(label="只要在岗人员", required=False)
    unmasked = forms.BooleanField(label="显示完整身份证号和电话", required=False)
    reason = ReasonField(help_text="导出的人、时间、范围、行数、事由都会记录。")


class MarkedForm(forms.Form):
    """The upload given back with its problems: why, and whether its numbers stand in clear."""

    unmasked = forms.BooleanField(label="保留完整身份证号和电话", required=False)
    reason = ReasonField(help_text="不勾选则号码打星号。取走的人、时间、行数、事由都会记录。")
