"""Words of grounds, cases and what ends a case."""

from django.db import models

from policies.words import DISPOSITIONS, FINDINGS

HEALTH = "health"  # the finding whose details are the person's own: they lie sealed


class Fact(models.TextChoices):
    """What a person can record as the ground of a case beside a finding word; each is a fact of `removal_grounds`."""

    FINDING = "finding", "发现的情形"
    PRESENCE_YEAR = "presence_year", "全年在岗天数不足"
    ABSENCE = "absence", "无正当理由离岗超限"
    ANNUAL_GRADE = "annual_grade", "年度考核等次"
    SATISFACTION = "satisfaction", "群众满意度"
    INSPECTION_MEASURES = "inspection_measures", "巡查中受书面检查、诫勉谈话次数"
    UNAPPROVED_FINDINGS = "unapproved_findings", "查岗不在岗且未请假次数"
    UNSUITABLE = "unsuitable", "县乡认为不适宜"
    VILLAGERS_OBJECT = "villagers_object", "群众意见较大"


FINDING_CHOICES = list(FINDINGS.items())
DISPOSITION_CHOICES = list(DISPOSITIONS.items())


class Measure(models.TextChoices):
    """What a person chooses where the text has a ladder; elsewhere the disposition itself."""

    CRITICISM = "criticism", "批评教育"
    ADMONITION = "admonition", "诫勉谈话"
    REMOVAL = "removal", "进入调换召回程序"


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "办理中"
    MEASURED = "measured", "已批评教育或诫勉谈话"
    DECIDED = "decided", "已决定，待接替"
    SUCCEEDED = "succeeded", "已接替"
    ENDED = "ended", "未予调换召回"
