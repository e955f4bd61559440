"""Words of places and teams."""

from django.db import models


class DivisionLevel(models.IntegerChoices):
    """Five levels; the length of the significant part of the 12-digit code tells which."""

    PROVINCE = 1, "省"
    CITY = 2, "市"
    COUNTY = 3, "县"
    TOWNSHIP = 4, "乡镇"
    VILLAGE = 5, "村"

    @property
    def digits(self) -> int:
        """Digits of the code that name a division of this level."""
        return (2, 4, 6, 9, 12)[self.value - 1]


class VillageStatus(models.TextChoices):
    """Where a village stands on the list of poor villages (policy word `village_status`)."""

    NOT_EXITED = "not_exited", "未出列"
    EXITED = "exited", "已出列"
    OTHER = "other", "非贫困村"


class TeamKind(models.TextChoices):
    """Which regulations a team may fall under."""

    VILLAGE = "village", "驻村工作队"
    GENERAL = "general", "工作总队"
