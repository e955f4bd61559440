"""Words of proceedings and steps."""

from django.db import models


class State(models.TextChoices):
    """Where a proceeding stands."""

    OPEN = "open", "办理中"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class StepState(models.TextChoices):
    """Where one body's part stands. 待办 waits for the body, 未到 for the steps before it."""

    WAITING = "waiting", "未到"
    OPEN = "open", "待办"
    DONE = "done", "已同意"
    REFUSED = "refused", "不同意"
    VOID = "void", "不再需要"


MANUAL = "county_office"  # where the regulation is silent, or nobody is entered, a person of the county takes it

# A body of the territory answers for the division that so many digits of a place's code name.
DIGITS = {"township": 9, "county": 6, "city": 4, "region": 2}


def territory(word: str, code: str) -> str:
    """The code of the division for which a body acts in a word of the policies; empty for units and persons."""
    digits = DIGITS.get(word.partition("_")[0], 0)
    return code[:digits].ljust(12, "0") if digits else ""
