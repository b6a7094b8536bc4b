"""The official papers, filled in with what was declared and nothing else: TK1-TS, D05-TS, and the estimate card."""

from bot.registration.papers.d05 import SUPPORT_GROUPS, D05Head, D05Row, d05_workbook
from bot.registration.papers.tk1 import Tk1Fields, tk1_docx, tk1_fields, tk1_pdf

__all__ = [
    "SUPPORT_GROUPS",
    "D05Head",
    "D05Row",
    "Tk1Fields",
    "d05_workbook",
    "tk1_docx",
    "tk1_fields",
    "tk1_pdf",
]
