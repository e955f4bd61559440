"""Words of bodies, duties and offices."""

from django.db import models


class Level(models.TextChoices):
    """The level of a body or of dispatch, as the policies call it."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇"


class Duty(models.TextChoices):
    """What a person may do for a body. 经办 prepares and records, 审批 and 负责人 also decide, 只读 only looks.

    Where one person does both, as in a small township, they are appointed as 审批.
    """

    CLERK = "clerk", "经办"
    APPROVER = "approver", "审批"
    HEAD = "head", "负责人"
    READER = "reader", "只读"


class Office(models.TextChoices):
    """The three separate administrators; none sees cadres' records by this right, nobody holds two."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class Standing(models.TextChoices):
    """Whether an appointment counts: at once, or after the security administrator has looked at it. 已撤销 before it began."""

    COUNTS = "counts", "已生效"
    WAITING = "waiting", "待安全管理员核准"
    REFUSED = "refused", "未核准"
    WITHDRAWN = "withdrawn", "已撤销"


# Words of the policies whose bodies keep the users of their place: 组织部门.
ORGANIZATION = ("county_org", "city_org", "unit_level_org")
WORKS = frozenset({Duty.CLERK, Duty.APPROVER, Duty.HEAD})
DECIDES = frozenset({Duty.APPROVER, Duty.HEAD})
RANKS = (Duty.READER, Duty.CLERK, Duty.APPROVER, Duty.HEAD)  # nobody gives more than they have
NEVER_COUNTED = (Standing.REFUSED, Standing.WITHDRAWN)


class Act(models.TextChoices):
    """What the record says was done. The first four come from the database's triggers, the others from the program."""

    CREATED = "created", "新增"
    CHANGED = "changed", "修改"
    REMOVED = "removed", "删除"
    EMPTIED = "emptied", "清空"
    LOGGED_IN = "logged_in", "登录"
    PASSWORD_PASSED = "password_passed", "密码正确，待动态口令"
    LOGGED_OUT = "logged_out", "退出"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOCKED_OUT = "locked_out", "登录被锁定"
    UNLOCKED = "unlocked", "解除登录锁定"
    CODE_FAILED = "code_failed", "动态口令错误"
    FACTOR_BOUND = "factor_bound", "绑定手机"
    FACTOR_DROPPED = "factor_dropped", "解除绑定手机"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    PASSWORD_FAILED = "password_failed", "原密码错误"
    PASSWORD_RESET = "password_reset", "重置密码"
    UNMASKED = "unmasked", "查看完整信息"
    EXPORTED = "exported", "导出"
    PRINTED = "printed", "打印"
    REDUCED = "reduced", "去除个人信息"
    SEARCHED = "searched", "查询日志"
    BACKED_UP = "backed_up", "备份"
    RESTORED = "restored", "恢复"
    VERIFIED = "verified", "核验日志"
