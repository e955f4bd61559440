"""Words of cadres and postings."""

from django.db import models


class Sex(models.TextChoices):
    MALE = "男", "男"
    FEMALE = "女", "女"


class Role(models.TextChoices):
    """Roles at a post, the one that decides the route first (a first secretary who is also leader has one route)."""

    FIRST_SECRETARY = "first_secretary", "第一书记"
    LEADER = "leader", "队长"
    DEPUTY_LEADER = "deputy_leader", "副队长"
    MEMBER = "member", "队员"


class Precision(models.TextChoices):
    """How exact a date is. A month is not its first day."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


class ImportState(models.TextChoices):
    """Where an import stands. 待确认 waits for a person."""

    READING = "reading", "读取中"
    READY = "ready", "待确认"
    WRITING = "writing", "写入中"
    DONE = "done", "已完成"
    REFUSED = "refused", "未导入"


class Outcome(models.TextChoices):
    """What becomes of a ledger's row."""

    CREATED = "created", "新增"
    CHANGED = "changed", "修改"
    UNCHANGED = "unchanged", "不变"


class ProposalState(models.TextChoices):
    """Whether an ID number was found to be a person's."""

    OPEN = "open", "待核对"
    ACCEPTED = "accepted", "是同一人"
    REJECTED = "rejected", "不是同一人"


class TransferState(models.TextChoices):
    """What the county that holds a person answers to another one whose ledger names them."""

    OPEN = "open", "待答复"
    ACCEPTED = "accepted", "同意调入"
    REJECTED = "rejected", "不同意"


class AfterTerm(models.TextChoices):
    """How a posting ended."""

    TERM = "term", "任期届满"
    REPLACED = "replaced", "调换"
    RECALLED = "recalled", "召回"
    OTHER = "other", "其他"
