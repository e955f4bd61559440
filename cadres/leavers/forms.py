"""The county's period."""

from django import forms

from accounts.models import KeepingPeriod


class PeriodForm(forms.ModelForm):
    """Months, and the document they rest on."""

    class Meta:
        model = KeepingPeriod
        fields = ("months", "basis")
        help_texts = {"basis": "例如本县档案管理办法的文号。"}

    months = forms.IntegerField(
        label="保留月数", min_value=1, max_value=600,
        help_text="离任后满多少个月，可以去除身份证号和电话。只填数字，例如 24。",
        error_messages={
            "invalid": "请只填数字，例如 24，不要带“月”“个月”。", "min_value": "保留月数至少是 1。",
            "max_value": "保留月数不超过 600。", "required": "请填写保留月数，例如 24。",
        },
    )  # fmt: skip
