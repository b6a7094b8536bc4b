"""Every message for every group of people and form of address, on days on both sides of each change of the law.

Looked for: lengths, undefined values, empty figures, markup left over, and no more than three paragraphs at first.
"""

import re
from datetime import date, timedelta

import pytest

from bot.rendering.voice import FOOT, FORMS, MORE, NEUTRAL, addressing
from tests.rendering.test_messages import NAMES

CHANGES = [date(2026, 7, 1), date(2027, 1, 1)]
DAYS = [day - timedelta(days=before) for day in CHANGES for before in (1, 0)]
GROUPS = [None, "poor", "near_poor", "ethnic_minority", "island_commune", "other"]
PEOPLE = [
    {"gender": "female", "birth_year": 1972, "years_paid": 8, "income": 3_000_000},
    {"gender": "male", "age": 66, "months_paid": 170},
]
MOST = 2_000
PARAGRAPHS = 3
# These say more on purpose: the wording of a consent, a summary to be confirmed, a working with its offer.
LONGER = frozenset(
    {
        "ask_consent",
        "ask_group_consent",
        "ask_registration_confirmed",
        "contribution_estimate",
        "privacy_delete_data_held",
        "refund_figure",
        "registration_done",
    }
)
LEFT_OVER = re.compile(r"None|\{\{|\}\}|\{%|undefined|  +|\(\s*\)|,\s*,|\b0 đồng|\[\]")


def said(renderer, province, name: str, *, day: date, slots: dict) -> str:
    arguments = renderer.sample_arguments(f"utter_{name}", today=day)
    message = renderer._rendered(
        f"utter_{name}", channel="web", today=day, slots=slots, arguments=arguments, province=province
    )
    return message.text


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_whole_for_everybody_on_every_day(name, renderer, province):
    for day in DAYS:
        for group in GROUPS:
            text = said(renderer, province, name, day=day, slots={"category": group})
            check(text, f"{name} {day} {group}")
        for person in PEOPLE:
            text = said(renderer, province, name, day=day, slots=person)
            check(text, f"{name} {day} {person}")
            for form in FORMS:
                assert NEUTRAL not in addressing(text, form).lower(), (name, form)


def check(text: str, where: str) -> None:
    shown = text.replace(FOOT, "\n\n").replace(MORE, "\n\n")
    assert shown.strip(), where
    assert len(shown) <= MOST, where
    assert not LEFT_OVER.search(shown), (where, LEFT_OVER.search(shown), shown)
    assert shown.count("(") == shown.count(")"), where
    assert shown.count("“") == shown.count("”"), where


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LONGER])
def test_no_more_than_three_paragraphs_come_first(name, renderer, province):
    day = date(2026, 11, 24)
    samples = renderer.sample_slots(f"utter_{name}", today=day)
    for slots in ({}, samples):
        body = said(renderer, province, name, day=day, slots=slots).split(FOOT)[0].split(MORE)[0]
        assert len([part for part in body.split("\n\n") if part.strip()]) <= PARAGRAPHS, body
