"""The office as its province sets it up: when somebody is there, what is truly theirs, who speaks, what is promised."""

from bot.office.attendance import Attendance, Availability, Promised
from bot.office.hours import OfficeHours
from bot.office.profile import OfficeProfile, Weekday, load_profile
from bot.office.verifying import Finding, Standing, Verification

__all__ = [
    "Attendance",
    "Availability",
    "Finding",
    "OfficeHours",
    "OfficeProfile",
    "Promised",
    "Standing",
    "Verification",
    "Weekday",
    "load_profile",
]
