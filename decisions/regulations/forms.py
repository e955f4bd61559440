"""What an office fills in: its copy of a text, a reading chosen, rules of its own, what to suppose."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from decisions.law import library
from decisions.regulations.catalogue import open_choice
from policies.facade import QUESTION_NAMES, Policy
from policies.readings import Reading
from policies.words import TEAM_KINDS
from villages.models import Division

LARGEST = 1024 * 1024
DATE = {"type": "date"}


def day_field(text: str, **rest: Any) -> forms.DateField:
    return forms.DateField(label=text, widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE), **rest)


def decoded(file: UploadedFile) -> str:
    """The text of an uploaded file in either encoding an office's machine writes. Raises ValidationError."""
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError("文件超过 1 MB，请只上传文字，不要图片。")
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError("读不出文字，请在 WPS 或 Word 中另存为“纯文本（.txt）”后上传。")


class TextForm(forms.Form):
    """A text as a file or pasted; `content` is what counts afterwards."""

    file = forms.FileField(label="文本文件（.txt）", required=False)
    content = forms.CharField(
        label="或粘贴全文", required=False, max_length=LARGEST, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("file"):
            given["content"] = decoded(given["file"])
        if not given.get("content", "").strip() or "\x00" in given["content"]:
            raise forms.ValidationError("请选择文本文件，或把文字粘贴到框里。")
        return given


class LocalForm(TextForm):
    """A local file, where it holds, from when, on what document."""

    place = forms.ModelChoiceField(label="适用地区", queryset=Division.objects.none(), empty_label=None)
    since = day_field("自哪天起施行", help_text="不能早于今天。")
    authority = forms.CharField(label="依据文件（名称和文号）", max_length=200)
    field_order = ("place", "since", "authority", "file", "content")

    def __init__(self, *args: Any, places: list[Division], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["place"].queryset = Division.objects.filter(  # type: ignore[attr-defined]
            pk__in=[place.pk for place in places]
        )
        self.fields["file"].label = "规则文件（.toml）"
        self.fields["content"].label = "或在这里编写"
        self.fields["content"].widget.attrs |= {"rows": 16, "spellcheck": "false", "class": "code"}


class ReadingForm(forms.Form):
    """A reading's choice, signed and dated."""

    place = forms.ModelChoiceField(label="为哪个县选择", queryset=Division.objects.none(), empty_label=None)
    choice = forms.ChoiceField(label="采用哪种理解", widget=forms.RadioSelect)
    other = forms.CharField(label="自定的值", max_length=60, required=False)
    since = day_field("自哪天起", help_text="不能早于今天；以前作出的决定不变。")
    basis = forms.CharField(label="依据文件或会议纪要", max_length=200)
    signature = forms.CharField(label="签署人姓名", max_length=50)

    def __init__(self, *args: Any, reading: Reading, places: list[Division], **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [(choice, text) for choice, text in reading.choices.items()]
        if reading.pattern:
            choices.append(("", "自定的值（填在下面）"))
            self.fields["choice"].required = False
            self.fields["other"].help_text = f"格式同“{reading.default}”。"
        else:
            del self.fields["other"]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].queryset = Division.objects.filter(  # type: ignore[attr-defined]
            pk__in=[place.pk for place in places]
        )

    @property
    def chosen(self) -> str:
        return self.cleaned_data["choice"] or self.cleaned_data.get("other", "")


class EndForm(forms.Form):
    """The last day local rules hold."""

    last = day_field("最后一天")


def policy_choices(*, local: bool = True) -> list[tuple[str, str]]:
    """Every regulation once, by its newest version."""
    newest = {code: versions[-1] for code, versions in library().versions.items()}
    return [(code, _name(policy)) for code, policy in sorted(newest.items()) if local or not policy.base]


def _name(policy: Policy) -> str:
    kind = f"（{TEAM_KINDS[policy.heading.team_kind]}）" if policy.heading.team_kind != "village" else ""
    return policy.heading.title + kind


class QuestionForm(forms.Form):
    """Which regulation, question and day a trial is about."""

    policy = forms.ChoiceField(label="办法")
    question = forms.ChoiceField(label="问题", choices=list(QUESTION_NAMES.items()))
    on = day_field("适用日期")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["policy"].choices = policy_choices()  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """Two regulations and a day."""

    a = forms.ChoiceField(label="办法一")
    b = forms.ChoiceField(label="办法二")
    on = day_field("适用日期")
    differing = forms.BooleanField(label="只看不同的", required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name in ("a", "b"):
            self.fields[name].choices = policy_choices()  # type: ignore[attr-defined]


class SupposeForm(forms.Form):
    """A reading to suppose, for one regulation or all."""

    policy = forms.ChoiceField(label="办法", required=False)
    reading = forms.ChoiceField(label="假定采用的理解")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["policy"].choices = [("", "全部办法"), *policy_choices(local=False)]  # type: ignore[attr-defined]
        self.fields["reading"].choices = [("", "请选择"), *_alternatives()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        name, _, choice = self.cleaned_data["reading"].partition("=")
        return {name: choice}


def _alternatives() -> list[tuple[str, list[tuple[str, str]]]]:
    readings = {name: reading for policy in library().policies for name, reading in policy.readings.items()}
    groups = [(reading.title, _choices(reading)) for reading in readings.values() if open_choice(reading)]
    return [(title, choices) for title, choices in groups if choices]


def _choices(reading: Reading) -> list[tuple[str, str]]:
    usual = "（通常的理解）"
    return [
        (f"{reading.name}={choice}", text + (usual if choice == reading.default else ""))
        for choice, text in reading.choices.items()
    ]
