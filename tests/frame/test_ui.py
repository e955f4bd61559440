"""The frame's pieces, rendered."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from accounts.templatetags import ui


class Leave(forms.Form):
    days = forms.DecimalField(label="天数", help_text="半天写 0.5")
    half = forms.ChoiceField(label="从何时起", choices=[("am", "上午"), ("pm", "下午")], widget=forms.RadioSelect)
    urgent = forms.BooleanField(label="紧急", required=False)


def text_of(html: str) -> str:
    return " ".join(Template("{{ html|striptags }}").render(Context({"html": html})).split())


@pytest.mark.parametrize(
    ("number", "name"),
    [("9", "第九条"), ("19.2", "第十九条第2项"), ("annex1.2.5", "附件1 二.5"), ("附则", "附则"), ("", "")],
)
def test_an_article_is_named_in_the_offices_notation(number: str, name: str) -> None:
    assert ui.article(number) == name


@pytest.mark.parametrize(
    ("outcome", "tone"), [("met", "green"), ("short", "red"), ("silent", "yellow"), ("running", "blue"), ("?", "grey")]
)
def test_an_outcome_has_a_tone(outcome: str, tone: str) -> None:
    assert ui.tone(outcome) == tone


def test_a_verdict_shows_outcome_then_article_then_reading() -> None:
    given = {"outcome": "short", "line": "还差 1 天", "articles": ["12"], "readings": ["按自然日计"]}
    assert text_of(render_to_string("ui/verdict.html", given)) == "未达到还差 1 天 第十二条 按自然日计"


def test_joint_steps_of_a_route_stand_in_one_stage() -> None:
    steps = [{"stage": stage, "who": who, "act": "批准"} for stage, who in [(1, "甲乡"), (2, "乙县"), (2, "丙单位")]]
    html = render_to_string("ui/route.html", {"steps": steps})
    assert html.count("route-stage") == 2
    assert html.count("以下 2 方共同办理") == 1


def test_a_wrong_field_is_marked_and_told_beside_it() -> None:
    html = render_to_string("ui/form.html", {"form": Leave({"days": "三天"}), "submit": "送出"})
    assert html.count("is-invalid") == 1
    assert html.count('id="id_days_error"') == 1
    assert html.count('id="id_days_helptext"') == 1


def test_a_title_is_written_once_and_shown_twice() -> None:
    page = Template('{% extends "ui/gate.html" %}{% block title %}没有权限{% endblock %}')
    assert page.render(Context()).count("没有权限") == 2


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html", "403_csrf.html"])
def test_an_error_page_needs_no_context(name: str) -> None:
    assert "回到工作台" in render_to_string(name)


@pytest.mark.parametrize(("clock", "shown"), [(date(2018, 10, 31), 1), (None, 0)])
def test_a_fixed_clock_is_said_at_the_foot(clock: date | None, shown: int) -> None:
    frame: dict[str, Any] = {"clock": clock, "nav": [{"label": "工作台", "url": "/", "icon": "home", "active": True}]}
    page = Template('{% extends "base.html" %}{% block title %}工作台{% endblock %}')
    assert page.render(Context({"frame": frame})).count("演示时钟：2018年10月31日") == shown
