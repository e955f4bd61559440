"""What people enter about grounds and cases."""

from typing import Any

from django import forms

from policies.words import DISPOSITIONS, FINDINGS, GRADES, article_name
from recall.choices import Fact, Measure
from recall.grounds import Grounds
from villages.clock import today

NUMBERS = {
    Fact.SATISFACTION: ("满意度（%）", 0, 100),
    Fact.INSPECTION_MEASURES: ("次数", 0, 99),
    Fact.UNAPPROVED_FINDINGS: ("次数", 0, 99),
}
# Counted from the register, not typed in.
TYPED = [choice for choice in Fact.choices if choice[0] not in (Fact.PRESENCE_YEAR, Fact.ABSENCE)]


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FindingForm(forms.Form):
    """A fact with its source. Which value is asked for depends on the kind."""

    fact = forms.ChoiceField(label="事实类别", choices=TYPED)
    finding = forms.ChoiceField(label="情形", choices=[("", "——"), *FINDINGS.items()], required=False)
    grade = forms.ChoiceField(
        label="考核等次", choices=[("", "——"), *GRADES.items()], required=False, help_text="类别为年度考核等次时选"
    )
    number = forms.DecimalField(
        label="数值", required=False, min_value=0, max_value=100, help_text="满意度填百分数，次数填整数"
    )
    found_on = forms.DateField(label="发现日期", widget=day_input())
    source = forms.CharField(label="来源", max_length=200, help_text="例如：10月巡查通报、县纪委来函〔2026〕3号")
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="身体原因的，病情写在这里：加密保存，只有本人和办理人看得到。",
    )  # fmt: skip

    def clean_found_on(self) -> Any:
        if self.cleaned_data["found_on"] > today():
            raise forms.ValidationError("发现日期在今天以后，请核对。")
        return self.cleaned_data["found_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fact = cleaned.get("fact")
        asked = {Fact.FINDING: "finding", Fact.ANNUAL_GRADE: "grade"}.get(fact, "number" if fact in NUMBERS else "")  # type: ignore[arg-type]
        if asked and cleaned.get(asked) in (None, ""):
            self.add_error(asked, "这一类事实须填此项。")
        cleaned["value"] = _value(fact, cleaned)
        return cleaned


def _value(fact: str | None, cleaned: dict[str, Any]) -> Any:
    """The value as the regulation's question takes it."""
    if fact == Fact.FINDING:
        return cleaned.get("finding")
    if fact == Fact.ANNUAL_GRADE:
        return cleaned.get("grade")
    number = cleaned.get("number")
    if fact in NUMBERS and number is not None:
        return float(number) if fact == Fact.SATISFACTION else int(number)
    return True


class CaseForm(forms.Form):
    """The ground, the measure where the text has a ladder, and the reason."""

    ground = forms.ChoiceField(label="依据的情形", widget=forms.RadioSelect)
    measure = forms.ChoiceField(
        label="措施",
        choices=Measure.choices,
        initial=Measure.CRITICISM,
        widget=forms.RadioSelect,
        help_text="条款规定按严重程度逐级处理的，由人选择；其他条款直接进入程序。",
    )
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, grounds: Grounds, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{item['article']}|{item['disposition']}", _label(item, by_person=by_person))
            for items, by_person in ((grounds.certain, False), (grounds.pending, True))
            for item in items
        ]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        self.fields["ground"].initial = choices[0][0] if len(choices) == 1 else None
        if all(item["disposition"] != "ladder" for item in (*grounds.certain, *grounds.pending)):
            del self.fields["measure"]


def _label(item: dict[str, str], *, by_person: bool) -> str:
    note = "（须由人认定）" if by_person else ""
    return f"{article_name(item['article'])}：{DISPOSITIONS[item['disposition']]}{note}"
