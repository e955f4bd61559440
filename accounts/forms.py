"""Forms of accounts, appointments and logins. Every field is named: what else a browser sends is not read."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.bodies import divisions_kept, words_at
from accounts.choices import Duty
from accounts.kinds_of_user import kinds
from accounts.models import Body, User
from accounts.queries import UNUSED, kept_bodies, possible_stand_ins
from villages.clock import today
from villages.models import Division

USERNAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$", "登录名用3至40位字母、数字、点、下划线或短横线，以字母或数字开头。"
)
NEW_PASSWORD = "至少10位，含大写字母、小写字母、数字、符号中的三种；不能是常用密码，不能与登录名、姓名相近。"
MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE


FIRST, LAST = date(1930, 1, 1), date(2100, 12, 31)
NO_DAY = "日期须在1930年至2100年之间，请核对年份。"


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    limits = [MinValueValidator(FIRST, NO_DAY), MaxValueValidator(LAST, NO_DAY)]
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, validators=limits)


class SignInForm(AuthenticationForm):
    """Name and password. The same sentence whatever was wrong."""

    error_messages = {  # noqa: RUF012
        "invalid_login": "登录名或密码不对。连续输错5次将暂停登录半小时。",
        "inactive": "登录名或密码不对。连续输错5次将暂停登录半小时。",
    }


class ChangePasswordForm(PasswordChangeForm):
    """One's own new password; what is wrong with it stands on the field it was typed in."""

    error_messages = {  # noqa: RUF012
        "password_incorrect": "现在的密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一样，请重新输入。",
    }
    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (
            ("old_password", "现在的密码", ""),
            ("new_password1", "新密码", NEW_PASSWORD),
            ("new_password2", "再输一次新密码", ""),
        )
        for name, label, help_text in words:
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def validate_password_for_user(self, user: Any, password_field_name: str = "new_password1") -> None:
        super().validate_password_for_user(user, "new_password1")


class PersonForm(forms.ModelForm):
    """What may be corrected in an account."""

    class Meta:
        model = User
        fields = ("name",)


class AppointForm(forms.Form):
    """An appointment to a body that the staff keeps."""

    body = forms.ModelChoiceField(label="机构", queryset=Body.objects.none(), empty_label="请选择机构")
    duty = forms.ChoiceField(
        label="职责",
        choices=[("", "请选择职责"), *Duty.choices],
        help_text="只读只能查看，经办登记和呈报，审批、负责人还能作决定。一人兼办的，选审批。",
    )
    since = _day("起")
    until = _day("止", required=False, help_text="长期任用不填。")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = kept_bodies(by).order_by("division_id", "name")  # type: ignore[attr-defined]
        self.fields["since"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期早于开始日期，请改正。")
        return cleaned


class AccountForm(AppointForm):
    """A new user with their first appointment."""

    field_order = ("username", "name", "body", "duty", "since", "until")
    username = forms.CharField(
        label="登录名", max_length=40, validators=[USERNAME], help_text="字母、数字，用于登录，建好后不能改。"
    )
    name = forms.CharField(label="姓名", max_length=50)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if username.isdigit():
            raise forms.ValidationError("全是数字的登录名留给驻村干部，请加上字母。")
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("这个登录名已有人用，请换一个。")
        return username


class EndForm(forms.Form):
    """The last day of an appointment."""

    until = _day("最后一天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < today() - timedelta(days=1):
            raise forms.ValidationError("最后一天不能早于昨天：这期间的办理已经生效。需要立即停止的，请填昨天。")
        return until


class SubstituteForm(forms.Form):
    """Who acts for somebody, from when to when."""

    stand_in = forms.ModelChoiceField(label="代办人", queryset=User.objects.none(), empty_label="请选择同机构同事")
    since = _day("起")
    until = _day("止")

    def __init__(self, *args: Any, absent: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stand_in: Any = self.fields["stand_in"]
        stand_in.queryset = possible_stand_ins(absent, by=by)
        if not stand_in.queryset.exists():
            stand_in.empty_label = "没有可选的同事"
            stand_in.help_text = "同一机构没有其他在职用户可以代办，请先任用一名同事。"
        self.fields["since"].initial = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < today():
            raise forms.ValidationError("代办从今天或以后开始。")
        return since


class FindForm(forms.Form):
    """The filter of the list of users."""

    q = forms.CharField(
        label="姓名、登录名或机构", required=False, max_length=50, widget=forms.TextInput(attrs={"data-search": ""})
    )
    who = forms.ChoiceField(label="人员", required=False)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("on", "启用"), ("off", "停用"), ("idle", "没有任用"), ("unused", f"{UNUSED}天未登录")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(kind.word, kind.label) for kind in kinds()]
        self.fields["who"].choices = [("", "工作人员"), *others, ("all", "全部")]  # type: ignore[attr-defined]


class BodyFilter(forms.Form):
    """The filter of the list of bodies."""

    q = forms.CharField(
        label="机构名称或区划", required=False, max_length=50, widget=forms.TextInput(attrs={"data-search": ""})
    )
    acting = forms.BooleanField(label="只看有审批职能的", required=False)


class NamesForm(forms.Form):
    """What a body is called."""

    name = forms.CharField(label="名称", max_length=100, help_text="按批文写全称，例如“中共吉县吉昌镇委员会”。")
    aliases = forms.CharField(
        label="别名", required=False, max_length=1000, widget=forms.Textarea({"rows": 2}),
        help_text="台账里出现过的简称，每行一个；导入时按它认出本机构。",
    )  # fmt: skip

    def clean_aliases(self) -> list[str]:
        said = (line.strip() for line in self.cleaned_data["aliases"].splitlines())
        names = list(dict.fromkeys(line for line in said if line))
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError("每个别名不超过100字，一行一个。")
        return names


class BodyForm(NamesForm):
    """A new body."""

    field_order = ("division", "name", "word", "aliases")
    division = forms.ModelChoiceField(label="所在区划", queryset=Division.objects.none(), empty_label="请选择区划")
    word = forms.ChoiceField(
        label="职能", required=False, help_text="决定请假、召回时由它办理哪一环节；只派出干部的单位不选。"
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        divisions = divisions_kept(by)
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]
        words = {word: name for division in divisions for word, name in words_at(division).items()}
        self.fields["word"].choices = [("", "派出单位（没有审批职能）"), *words.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        division, word = cleaned.get("division"), cleaned.get("word")
        if division and word and word not in words_at(division):
            self.add_error("word", f"{division}一级的机构没有这项职能，请核对所在区划。")
        return cleaned


class CapacityForm(forms.Form):
    """What a body acts as."""

    word = forms.ChoiceField(label="职能")

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = list(words.items())  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Which body another one turns out to be."""

    into = forms.ModelChoiceField(label="并入", queryset=Body.objects.none(), empty_label="请选择保留的机构")

    def __init__(self, *args: Any, among: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = among  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """Six digits of the telephone."""

    code = forms.RegexField(
        r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
        label="动态口令",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"invalid": "动态口令是6位数字。"},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class RosterForm(forms.Form):
    """A workbook of users."""

    file = forms.FileField(label="用户名单（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise forms.ValidationError("请上传 .xlsx 文件；旧格式 .xls 请在 WPS 或 Excel 中另存为 .xlsx。")
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过2兆，请分几次上传。")
        return file


def shown_form(request: HttpRequest, page: str, form: forms.BaseForm, **more: Any) -> HttpResponse:
    """The page of a form; 422 where something is wrong with it, so that a fragment is swapped all the same."""
    return render(request, page, {"form": form, **more}, status=422 if form.errors else 200)
