"""The county's period."""

from django import forms

from accounts.models import KeepingPeriod


class PeriodForm(forms.ModelForm):
    """Months, and the document they rest on."""

    class Meta:
        model = KeepingPeriod
        fields = ("months", "basis")
        help_texts = {"months": "离任后满多少个月，可以去除身份证号和电话。", "basis": "例如本县档案管理办法的文号。"}

    months = forms.IntegerField(
        label="保留月数", min_value=1, max_value=600, help_text="离任后满多少个月，可以去除身份证号和电话。"
    )
