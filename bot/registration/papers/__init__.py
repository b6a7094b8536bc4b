"""The official papers, filled in with what was declared and nothing else: TK1-TS, D05-TS, the estimate card,
and the copy of a person's own data.

`d05_workbook` is imported by those who make one, when they make it: what writes workbooks takes its time to import.
"""

from bot.registration.papers.card import CardOffice, card_pdf, card_png, headlines, qr_svg
from bot.registration.papers.copy import PURPOSES, RELATIONS, copy_pdf
from bot.registration.papers.d05 import SUPPORT_GROUPS, D05Head, D05Row, months_of
from bot.registration.papers.tk1 import Tk1Fields, method_choices, tk1_docx, tk1_fields, tk1_pdf

__all__ = [
    "PURPOSES",
    "RELATIONS",
    "SUPPORT_GROUPS",
    "CardOffice",
    "D05Head",
    "D05Row",
    "Tk1Fields",
    "card_pdf",
    "card_png",
    "copy_pdf",
    "headlines",
    "method_choices",
    "months_of",
    "qr_svg",
    "tk1_docx",
    "tk1_fields",
    "tk1_pdf",
]
