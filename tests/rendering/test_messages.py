"""Every message of the project, on every channel and on both sides of each change of the law."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.rendering.checking import check_message, typed_figures
from tests.rendering.conftest import MESSAGES, TODAY

DAYS = [
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 6, 30),
    date(2026, 7, 1),
    TODAY,
    date(2026, 12, 31),
    date(2027, 1, 1),
]
FILES = sorted(file.relative_to(MESSAGES).as_posix() for file in MESSAGES.rglob("*.j2"))
NAMES = sorted({Path(file).name.split(".")[0] for file in FILES if not file.startswith(("shared/", "_"))})
CATALOGUE = yaml.safe_load((MESSAGES.parent / "intents" / "catalogue.yml").read_text(encoding="utf-8"))[
    "catalogue"
]
ANSWERED_BY_MESSAGE = {
    name: entry for name, entry in CATALOGUE.items() if entry["answer"].startswith("utter_")
}
SAYS = yaml.safe_load((Path(__file__).parent / "says.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_can_be_said_to_anyone_on_any_day(name, renderer, province):
    assert check_message(renderer, f"utter_{name}", days=DAYS, province=province) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_message_needs_no_more_of_the_province_than_its_name(name, renderer, province):
    bare = province | {"address": "", "website": ""}

    assert check_message(renderer, f"utter_{name}", days=[TODAY], province=bare) == []


@pytest.mark.parametrize("file", FILES)
def test_no_legal_figure_is_typed_into_a_text(file, renderer):
    assert list(typed_figures(renderer.sources[file], renderer)) == []


@pytest.mark.parametrize(("intent", "entry"), ANSWERED_BY_MESSAGE.items(), ids=ANSWERED_BY_MESSAGE)
def test_the_answer_of_an_intent_lies_in_its_topic(intent, entry, renderer):
    assert renderer.source(entry["answer"]).file.parent.name == entry["topic"]


def test_every_choice_offered_is_an_intent_with_a_short_title(renderer):
    assert renderer.titles.keys() <= CATALOGUE.keys()
    assert {title for title in renderer.titles.values() if len(title) > 25} == set()
    assert len(set(renderer.titles.values())) == len(renderer.titles)


def test_every_button_leads_to_an_intent(renderer, say):
    payloads = {button.payload for name in NAMES for button in say(f"utter_{name}").buttons}

    assert {payload.strip("/").partition("{")[0] for payload in payloads} <= CATALOGUE.keys()


@pytest.mark.parametrize("case", SAYS, ids=[case["name"] for case in SAYS])
def test_a_message_says_what_holds_on_its_day(case, say):
    said = say(case["message"], today=case["today"], slots=case.get("slots"), arguments=case.get("arguments"))

    for words in case["says"]:
        assert words in said.text
    for words in case.get("says_not", []):
        assert words not in said.text
