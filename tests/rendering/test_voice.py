"""The voice of a finished message: the person's own form of address, the gist first, the rest on request."""

from datetime import date

import pytest

from bot.rendering.reading_ease import reading_ease
from bot.rendering.voice import FOOT, MORE, MORE_BUTTON, addressing, voiced, whole
from bot.types import Button, OutboundMessage

LONG = OutboundMessage(
    f"Ý chính, anh/chị ạ.\n\nÝ hai.\n\n{MORE}Ý ba của anh/chị.\n\n{FOOT}Căn cứ.", (Button("A", "/a"),)
)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (None, "Anh/chị hỏi, anh/chị nghe."),
        ("bác", "Bác hỏi, bác nghe."),
        ("chú", "Chú hỏi, chú nghe."),
        ("em", "Em hỏi, em nghe."),
        ("ngài", "Anh/chị hỏi, anh/chị nghe."),
    ],
)
def test_the_form_of_address_is_the_persons_own(form, said):
    assert addressing("Anh/chị hỏi, anh/chị nghe.", form) == said


def test_what_few_read_waits_behind_a_button():
    said = voiced(LONG, slots={"address": "cô"})
    assert said.message.text == "Ý chính, cô ạ.\n\nÝ hai.\n\nCăn cứ."
    assert said.message.buttons == (MORE_BUTTON, Button("A", "/a"))
    assert said.rest == "Ý ba của cô."


def test_who_wants_it_short_gets_the_gist_alone():
    said = voiced(LONG, slots={"style": "elder"})
    assert said.message.text == "Ý chính, anh/chị ạ."
    assert said.rest == "Ý hai.\n\nÝ ba của anh/chị.\n\nCăn cứ."


def test_a_message_without_sources_is_never_cut():
    said = voiced(OutboundMessage("Một.\n\nHai."), slots={"style": "elder"})
    assert (said.message.text, said.rest) == ("Một.\n\nHai.", None)


def test_the_whole_message_shows_no_marks():
    assert whole(LONG).text == "Ý chính, anh/chị ạ.\n\nÝ hai.\n\nÝ ba của anh/chị.\n\nCăn cứ."


def test_buttons_stay_as_many_as_a_platform_takes():
    five = OutboundMessage(f"a\n\n{MORE}b", tuple(Button(str(n), "/x") for n in range(5)))
    assert len(voiced(five, slots={}).message.buttons) == 5


def test_reading_ease_counts_sentences_without_sources(renderer, province):
    found = {text.path: text for text in reading_ease(renderer, day=date(2026, 11, 24), province=province)}
    assert found["service/stale_button.j2"].sentences == 2
    assert found["service/stale_button.j2"].longest == 9
    assert (
        sum(text.mean_words * text.sentences for text in found.values())
        / sum(text.sentences for text in found.values())
        < 15
    )
