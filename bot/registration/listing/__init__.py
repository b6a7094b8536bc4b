"""Lists of leads as files: taken out with a reason, brought in after a rehearsal, and taken back."""

from bot.registration.listing.exporting import EXPORT_FORMATS, Exports, ReasonError
from bot.registration.listing.importing import ImportedRow, Imports, Rehearsal
from bot.registration.listing.reading import MAX_ROWS, ListFileError, read_table

__all__ = [
    "EXPORT_FORMATS",
    "MAX_ROWS",
    "Exports",
    "ImportedRow",
    "Imports",
    "ListFileError",
    "ReasonError",
    "Rehearsal",
    "read_table",
]
