"""Words of assessments."""

from policies.words import GRADES

GRADE_CHOICES = list(GRADES.items())
EXCELLENT = "excellent"
QUARTERS = [(1, "一季度"), (2, "二季度"), (3, "三季度"), (4, "四季度")]
