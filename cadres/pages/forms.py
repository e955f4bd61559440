"""The ledger's filters, and the forms of a person's facts and a posting's end."""

from typing import Any, ClassVar

from django import forms

from accounts.choices import Level
from cadres.choices import AfterTerm, Role
from cadres.models import Cadre
from cadres.pages.queries import ALL, LEFT, ON_POST, Wanted
from villages.models import Division

ANY = ("", "全部")
STATES = ((ON_POST, "在任"), (LEFT, "已离任"), (ALL, "全部"))


class LedgerFilter(forms.Form):
    """What the ledger may be narrowed down by; a value that is none is as if it were not there."""

    q = forms.CharField(
        label="姓名、拼音首字母或身份证号", required=False, max_length=40,
        widget=forms.TextInput({"data-search": "", "autocomplete": "off"}),
    )  # fmt: skip
    township = forms.ChoiceField(label="乡镇", required=False)
    village = forms.CharField(label="村", required=False, max_length=30)
    unit = forms.CharField(label="派出单位", required=False, max_length=50)
    level = forms.ChoiceField(label="派出层级", required=False, choices=[ANY, *Level.choices])
    role = forms.ChoiceField(label="驻村职务", required=False, choices=[ANY, *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)
    barred = forms.BooleanField(label="只看受限制的", required=False)

    def __init__(self, *args: Any, townships: list[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["township"]
        field.choices = [ANY, *((town.code, town.name) for town in townships)]

    def wanted(self) -> Wanted:
        given = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            text=given.get("q", "").strip(), township=given.get("township", ""), village=given.get("village", "").strip(),
            unit=given.get("unit", "").strip(), level=given.get("level", ""), role=given.get("role", ""),
            state=given.get("state") or ON_POST, barred=given.get("barred", False),
        )  # fmt: skip


class FactsForm(forms.ModelForm):
    """Plain facts. Name, birth and ID number make the person and are corrected through the ledger."""

    phone = forms.RegexField(
        r"^1[0-9]{10}$", label="新的联系电话", required=False, strip=True, help_text="不改就空着。",
        error_messages={"invalid": "联系电话应为11位手机号，请核对。"}, widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    class Meta:
        model = Cadre
        fields: ClassVar[list[str]] = ["political_status", "ethnicity", "education", "bilingual", "remark"]
        widgets: ClassVar[dict[str, Any]] = {"remark": forms.Textarea({"rows": 3})}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EndForm(forms.Form):
    """The last day at a post. A recall or replacement ends it by its own way, with its article."""

    end = forms.DateField(label="最后一天", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    ended_by = forms.ChoiceField(
        label="原因", choices=[(AfterTerm.TERM.value, AfterTerm.TERM.label), (AfterTerm.OTHER.value, AfterTerm.OTHER.label)],
        help_text="调换、召回请在“调换召回”中办理，办结后自动登记。",
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)


class LookForm(forms.Form):
    """Why somebody looks at a number."""

    reason = forms.CharField(label="查看事由", min_length=2, max_length=200)
