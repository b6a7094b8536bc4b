"""How a message is chosen, filled and given its buttons."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.rendering import Renderer, UnknownMessageError
from bot.types import Button
from tests.rendering.conftest import HEAD, TODAY

CONSENT_VERSIONS = yaml.safe_load(
    (Path(__file__).parent / "consent_versions.yml").read_text(encoding="utf-8")
)


@pytest.fixture
def greet(folder, law, province):
    """``greet(body, variants…)`` says the message `greet` of a folder of its own."""

    def greet(body: str, *, channel: str = "web", today: date = TODAY, slots=None, **files: str):
        others = {f"smalltalk/greet.{name}.j2": text for name, text in files.items()}
        renderer = Renderer(folder({"smalltalk/greet.j2": f"{HEAD}---\n{body}"} | others), law=law)
        return renderer.render(
            "utter_greet", channel=channel, today=today, slots=slots or {}, province=province
        )

    return greet


def test_an_unknown_message_is_told_with_the_file_to_add(renderer, province):
    with pytest.raises(UnknownMessageError, match=r"messages/<chủ đề>/nothing\.j2"):
        renderer.render("utter_nothing", channel="web", today=TODAY, province=province)


@pytest.mark.parametrize(("channel", "text"), [("telegram", "Chào qua Telegram"), ("web", "Chào")])
def test_the_channels_own_variant_comes_first(greet, channel, text):
    assert greet("Chào", channel=channel, telegram="Chào qua Telegram").text == text


def test_a_variant_may_use_the_arguments_and_articles_of_its_message(folder, law, province):
    head = f"{HEAD}articles: [Luật A]\narguments: {{name: Tư}}\n---\n"
    files = {
        "smalltalk/greet.j2": f"{head}Chào {{{{ name }}}}",
        "smalltalk/greet.zalo_oa.j2": "{{ name }}, {{ articles | cited }}",
    }
    renderer = Renderer(folder(files), law=law)

    said = renderer.render(
        "utter_greet", channel="zalo_oa", today=TODAY, arguments={"name": "Bé"}, province=province
    )

    assert said.text == "Bé, Luật A"


def test_buttons_carry_intent_and_entities(greet):
    said = greet(
        'Nhóm nào?\n{{ button("Hộ nghèo", "give_information", category="poor") }}\n{{ button("Thôi", "deny") }}'
    )

    assert said.text == "Nhóm nào?"
    assert said.buttons == (
        Button("Hộ nghèo", '/give_information{"category":"poor"}'),
        Button("Thôi", "/deny"),
    )


def test_a_ready_payload_stays_as_it_is(greet):
    assert greet('Chọn\n{{ button("Hỗ trợ", "/state_support") }}').buttons == (
        Button("Hỗ trợ", "/state_support"),
    )


def test_a_picture_and_a_file_go_along(greet):
    said = greet('Đây ạ.{{ image("/plan.png", "Kế hoạch") }}{{ attachment("/plan.pdf") }}')

    assert (said.text, said.image, said.attachment) == ("Đây ạ.", "/plan.png", "/plan.pdf")
    assert said.image_text == "Kế hoạch"


def test_paragraphs_are_one_blank_line_apart_and_letters_composed(greet):
    assert (
        greet("Một  \n\n\n\n  hai\t\n{% if true %}\nba\n{% endif %}\nbo\u0302\u0301n\n").text
        == "Một\n\nhai\nba\nbốn"
    )


def test_markup_of_a_person_stays_plain_text(greet):
    assert (
        greet("Chào {{ slots.full_name }}", slots={"full_name": "<b>Tư</b> {{ 1 }}"}).text
        == "Chào <b>Tư</b> {{ 1 }}"
    )


def test_a_slot_that_was_never_filled_counts_as_empty(greet):
    assert greet("{% if slots.income %}có{% else %}chưa có{% endif %}").text == "chưa có"


@pytest.mark.parametrize(
    ("today", "text"), [(date(2026, 12, 31), "1.500.000 đồng"), (date(2027, 1, 1), "2.200.000 đồng")]
)
def test_a_figure_is_that_of_the_day(greet, today, text):
    assert greet('{{ parameter("contribution.minimum_income") | money }}', today=today).text == text


def test_a_figure_of_another_day_can_be_named(greet):
    body = """{% set later = next_change("contribution.minimum_income").valid_from %}
{{ parameter("contribution.minimum_income", on=later) | money }}"""

    assert greet(body).text == "2.200.000 đồng"


def test_a_change_that_changes_nothing_is_passed_over(greet):
    """The poverty line was given anew for 2026 with the same figure."""
    body = '{{ next_change("contribution.minimum_income").valid_from | day }}'

    assert greet(body, today=date(2025, 12, 1)).text == "01/01/2027"


def test_a_figure_not_published_is_said_and_nothing_is_guessed(greet):
    said = greet('Lãi {{ parameter("payment.fund_rate") | percent }}', today=date(2027, 1, 5))

    assert said.text.startswith("Chưa có số liệu")
    assert "05/01/2027" in said.text


def test_the_project_says_where_to_ask_for_a_figure_that_is_not_published(say):
    said = say("utter_min_max_income_urban", today=date(2031, 1, 1))

    assert said.text.startswith("Chưa có số liệu")
    assert "1900 9068" in said.text
    assert "/talk_to_human" in {button.payload for button in said.buttons}


def test_a_message_can_ask_whether_a_figure_is_published(greet):
    body = '{{ "có" if published("payment.fund_rate") else "chưa có" }}'

    assert (greet(body).text, greet(body, today=date(2027, 1, 5)).text) == ("có", "chưa có")


@pytest.mark.parametrize(
    ("income", "text"),
    [
        (1_500_000, "264.000 đồng"),
        (1_000, "không tính"),
        ("ba triệu", "không tính"),
        ([1, 2], "không tính"),
        (None, "không tính"),
    ],
)
def test_what_a_person_said_is_used_only_where_it_fits(greet, income, text):
    body = """{% set method = "monthly" %}
{% set result = estimate_or_none("contribution", income=slots.income, category="other", payment_method=method) %}
{{ result.amounts.payable | money if result else "không tính" }}"""

    assert greet(body, slots={"income": income}).text == text


def test_the_wording_of_consent_is_one_that_is_on_record(renderer):
    assert renderer.consent_version in CONSENT_VERSIONS


def test_another_wording_of_consent_has_another_version(folder, law):
    consent = f"{HEAD}version: 2026-11-23\n---\n"
    versions = {
        Renderer(folder({"registration/ask_consent.j2": consent + wording}), law=law).consent_version
        for wording in ("Đồng ý không?", "Đồng ý chứ?", "Đồng ý chứ?\n")
    }

    assert len(versions) == 2
    assert all(version.startswith("2026-11-23-") for version in versions)


def test_the_head_of_a_message_is_no_part_of_the_consents_wording(folder, law):
    files = [
        {"registration/ask_consent.j2": f"{HEAD}version: 2026-11-23\n{extra}---\nĐồng ý?"}
        for extra in ("", "articles: [Luật A]\n")
    ]

    assert len({Renderer(folder(file), law=law).consent_version for file in files}) == 1
