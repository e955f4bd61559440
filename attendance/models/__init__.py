"""The register, what its days rest on, leave, and tallies."""

from attendance.models.leave import Leave
from attendance.models.register import Correction, Evidence, MonthClosing, RegisterLine, RegisterUpload
from attendance.models.tally import AbsenceTally, CoverTally, Tally, TallyRun

__all__ = [
    "AbsenceTally",
    "Correction",
    "CoverTally",
    "Evidence",
    "Leave",
    "MonthClosing",
    "RegisterLine",
    "RegisterUpload",
    "Tally",
    "TallyRun",
]
