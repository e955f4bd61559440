"""Addresses for trying the frame in a browser: one page with every working piece, and what the frame links to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

PAGE = """{% extends "base.html" %}{% load ui %}
{% block title %}试用页{% endblock %}
{% block content %}
<input data-search aria-label="搜索">
{% include "ui/confirm.html" with url="/send/" label="送出" question="送出后不能修改，确定送出？" %}
<button class="btn" hx-get="/forbidden/">取来</button>
{% include "ui/progress.html" with label="正在导入" done=1 total=9 url="/progress/" %}
{% include "ui/chart.html" with option=option name="posts" label="各乡镇在岗人数" %}
<form method="post" action="/month/">{% csrf_token %}{% include "ui/month.html" with editable=True %}<button class="btn">保存</button></form>
{% endblock %}
{% block scripts %}{% include "ui/chart_scripts.html" %}{% include "ui/month_scripts.html" %}{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    cells = [{"am": "V", "pm": "V", "locked": False}, {"am": "L", "pm": "L", "locked": True}]
    cells += [{"am": ".", "pm": "."}] * 2
    given: dict[str, Any] = {
        "days": [{"number": day, "weekday": "一"} for day in range(1, 5)],
        "people": [{"id": 7, "name": "王建国", "am": "VL..", "pm": "VL..", "cells": cells}],
        "option": {
            "xAxis": {"type": "category", "data": ["吉昌镇"]},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "data": [3]}],
        },
    }
    return HttpResponse(Template(PAGE).render(RequestContext(request, given)))


def send(request: HttpRequest) -> HttpResponse:
    messages.success(request, "已送出。")
    return redirect("/")


def month(request: HttpRequest) -> HttpResponse:
    messages.success(request, f"{request.POST['am-7']} {request.POST['pm-7']}")
    return redirect("/")


def progress(request: HttpRequest) -> HttpResponse:
    return HttpResponse("办完了")


def forbidden(request: HttpRequest) -> HttpResponse:
    return HttpResponseForbidden("不行")


urlpatterns = [
    path("", page, name="workbench"),
    path("notices/", page, name="notices"),
    path("send/", send),
    path("month/", month),
    path("progress/", progress),
    path("forbidden/", forbidden),
    path("", include("accounts.urls")),
]
