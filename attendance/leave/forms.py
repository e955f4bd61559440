"""What a person fills in to ask for leave, to cancel it, to close it."""

from typing import Any

from django import forms

from attendance.choices import Destination, FiledBy, Half, LeaveType
from attendance.leave.planning import Draft
from cadres.models import Posting
from villages.choices import TeamKind


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}不是日期，请重新选择。"},
    )


class LeaveForm(forms.Form):
    """A leave of one posting. `own`: the cadre files it; otherwise who applies and why somebody else files is asked too."""

    leave_type = forms.ChoiceField(label="请假类别", choices=LeaveType.choices)
    destination = forms.ChoiceField(label="去向", choices=Destination.choices)
    start = _day("开始日期")
    start_half = forms.ChoiceField(label="从", choices=[(Half.AM, "上午起"), (Half.PM, "下午起")])
    end = _day("结束日期")
    end_half = forms.ChoiceField(label="到", choices=[(Half.PM, "下午止"), (Half.AM, "上午止")])
    reason = forms.CharField(
        label="事由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明因何事请假。病假的事由与病情一样加密保存，别人只看到“因病”。",
    )
    health_note = forms.CharField(
        label="病情说明", max_length=300, required=False, help_text="加密保存，只有本人、代办人和审批人看得到。"
    )
    place = forms.CharField(label="外出地点", max_length=100, required=False)
    urgent = forms.BooleanField(label="情况紧急", required=False)
    oral = forms.BooleanField(label="已先口头请假，现补办手续", required=False)
    oral_agreed_by = forms.CharField(label="口头同意人", max_length=50, required=False)
    form = forms.ChoiceField(label="由谁申请", choices=FiledBy.choices, initial=FiledBy.SELF)
    filing_reason = forms.CharField(label="代为提交的原因", max_length=200)

    def __init__(self, *args: Any, posting: Posting, own: bool, colleague: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posting = posting
        self.fields["destination"].initial = Destination.OUTSIDE
        if posting.team.kind != TeamKind.GENERAL:
            self.fields["destination"].help_text = "指离开所驻县还是仍在县内。"
        if own:
            del self.fields["form"], self.fields["filing_reason"]
        elif colleague:
            self.fields["form"].initial = FiledBy.COLLEAGUE
            self.fields["form"].choices = [(FiledBy.COLLEAGUE, FiledBy.COLLEAGUE.label)]  # type: ignore[attr-defined]
        else:
            self.fields["form"].help_text = "本人已书面申请、由您录入的，选“本人申请”。"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("oral") and not said.get("oral_agreed_by"):
            self.add_error("oral_agreed_by", "先口头请假的，请写明是谁口头同意的。")
        return said

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(
            posting=self.posting,
            leave_type=said["leave_type"],
            start=said["start"],
            start_half=said["start_half"],
            end=said["end"],
            end_half=said["end_half"],
            reason=said.get("reason", ""),
            destination=said["destination"],
            place=said["place"],
            health_note=said["health_note"],
            urgent=said["urgent"],
            oral=said["oral"],
            oral_agreed_by=said.get("oral_agreed_by", ""),
            form=said.get("form", FiledBy.SELF),
            filing_reason=said.get("filing_reason", ""),
        )


class PreviewForm(LeaveForm):
    """The same while it is being filled in: only what the route depends on has to be there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "filing_reason", "oral_agreed_by"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class ReturnForm(forms.Form):
    """When the cadre was back at the post."""

    returned_on = _day("返岗日期")
    returned_half = forms.ChoiceField(label="返岗时间", choices=[(Half.AM, "上午已到岗"), (Half.PM, "下午到岗")])
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="提前或超假的，写一句原因。")


class CancelForm(forms.Form):
    reason = forms.CharField(label="取消原因", max_length=200, error_messages={"required": "请写明取消的原因。"})
