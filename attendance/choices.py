"""Words of the register, of what a day rests on, and of tallies."""

from django.db import models


class Symbol(models.TextChoices):
    """The register's alphabet, a character a half day (policy word `symbol`)."""

    VILLAGE = "V", "在村"
    COUNTY = "C", "在县不在村"
    OFFICIAL = "O", "公务外出"
    LEAVE = "L", "批准请假"
    REST = "R", "休息日休息"
    ABSENT = "A", "无故缺岗"
    NOTHING = ".", "未到岗或未记录"


class Half(models.TextChoices):
    AM = "am", "上午"
    PM = "pm", "下午"


class Source(models.TextChoices):
    """What a day rests on besides the clerk's note; which one counts is written in attendance/register/settling.py."""

    LEAVE = "leave", "批准请假"
    TRIP = "trip", "公务外出登记"
    INSPECTION = "inspection", "检查认定"
    CORRECTION = "correction", "更正"


class CorrectionState(models.TextChoices):
    WAITING = "waiting", "待县级审核"
    ACCEPTED = "accepted", "已更正"
    REFUSED = "refused", "未采纳"


class UploadState(models.TextChoices):
    """Where an upload of a register stands. 待确认 waits for a person."""

    READING = "reading", "读取中"
    READY = "ready", "待确认"
    DONE = "done", "已写入"
    REFUSED = "refused", "未导入"


class RunState(models.TextChoices):
    RUNNING = "running", "统计中"
    DONE = "done", "已完成"


class Outcome(models.TextChoices):
    """Outcomes of a count (policy word `outcome`), what needs a person first."""

    SHORT = "short", "未达到"
    NEEDS_DETERMINATION = "needs_determination", "须由人认定"
    RUNNING = "running", "期间未满，正在累计"
    MET = "met", "已达到"
    SILENT = "silent", "本办法未作规定"


class AbsenceOutcome(models.TextChoices):
    """Outcomes of a look at absence (policy word `absence_outcome`)."""

    GROUND = "ground", "已构成情形"
    NEEDS_DETERMINATION = "needs_determination", "须由人认定"
    NONE = "none", "未超过"
    SILENT = "silent", "未作规定"


class LeaveType(models.TextChoices):
    """Policy word `leave_type`."""

    PERSONAL = "personal", "事假"
    SICK = "sick", "病假"
    ANNUAL = "annual", "年休假"
    ROTATION = "rotation", "轮休"


ILL = "因病"  # the reason of a sick leave, as everybody may read it


class Destination(models.TextChoices):
    """Policy word `destination`."""

    OUTSIDE = "outside_county", "县外"
    INSIDE = "inside_county", "县内"


class FiledBy(models.TextChoices):
    """Who applies (policy word `filed_by`). A clerk who enters the cadre's own paper files for 本人."""

    SELF = "self", "本人申请"
    COLLEAGUE = "stationed_colleague", "其他驻村干部代办"
    OTHER = "other", "其他人代办"


class LeaveState(models.TextChoices):
    """Where a leave stands on a day."""

    WAITING = "waiting", "办理中"
    APPROVED = "approved", "已批准"
    AWAY = "away", "休假中"
    DUE = "due", "待销假"
    CLOSED = "closed", "已销假"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已取消"
