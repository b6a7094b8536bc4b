"""The model that is trained on `intents/`, and two small topics that train in no time."""

from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.understanding import Model, Understanding, load_communes, load_or_train
from tests.support.examples import write_examples

BAC_NINH = 24
SMALL = {
    "payment/payment_where_how.yml": (
        "payment_where_how",
        ["nộp tiền ở đâu", "đóng ở bưu điện nào", "nộp qua mạng"],
    ),
    "smalltalk/greet.yml": ("greet", ["chào em", "xin chào bạn", "alo chào buổi sáng"]),
    "smalltalk/thanks.yml": ("thanks", ["cảm ơn em", "cảm ơn nhiều nhé", "biết ơn bạn lắm"]),
}


@pytest.fixture(scope="session")
def model(model_dir: Path) -> Model:
    return load_or_train(ROOT / "intents", model_dir)


@pytest.fixture(scope="session")
def understanding(model: Model) -> Understanding:
    return Understanding(model, communes=load_communes(BAC_NINH))


@pytest.fixture
def small_intents(tmp_path: Path) -> Path:
    """A directory of three intents."""
    intents_dir = tmp_path / "intents"
    for name, (intent, sentences) in SMALL.items():
        write_examples(intents_dir / name, intent=intent, sentences=sentences)
    return intents_dir
