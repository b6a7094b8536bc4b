"""A model is trained once for the same sentences, lists and code, and a file that is none is never used."""

import multiprocessing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.understanding import Model, ModelError, Understanding, load_or_train, load_training_data, train
from bot.understanding.data import training_digest

TODAY = date(2026, 11, 23)


def names_after(intents_dir: Path, model_dir: Path) -> list[tuple[str, int]]:
    load_or_train(intents_dir, model_dir)
    return [(path.name, path.stat().st_mtime_ns) for path in sorted(model_dir.glob("*.npz"))]


def test_a_model_learns_to_tell_the_intents_apart(small_intents: Path) -> None:
    understanding = Understanding(train(load_training_data(small_intents)))
    parse = understanding.parse("chi oi nop tien o dau", today=TODAY)
    assert parse.intent.name == "payment_where_how"


def test_the_same_sentences_give_the_same_model(small_intents: Path) -> None:
    data = load_training_data(small_intents)
    first, second = train(data), train(data)
    assert np.array_equal(first.weights, second.weights)
    assert (first.calibration, first.thresholds) == (second.calibration, second.thresholds)


def test_the_second_start_takes_the_model_of_the_first(small_intents: Path, tmp_path: Path) -> None:
    first = names_after(small_intents, tmp_path / "models")
    assert len(first) == 1
    assert names_after(small_intents, tmp_path / "models") == first


def test_a_new_sentence_makes_a_new_model(small_intents: Path, tmp_path: Path) -> None:
    names_after(small_intents, tmp_path / "models")
    path = small_intents / "smalltalk" / "greet.yml"
    path.write_text(path.read_text("utf-8") + "    - chào bác\n", encoding="utf-8")
    model = load_or_train(small_intents, tmp_path / "models")
    assert model.digest == training_digest(small_intents)


def test_old_models_of_the_same_directory_make_room(small_intents: Path, tmp_path: Path) -> None:
    path = small_intents / "smalltalk" / "greet.yml"
    for number in range(5):
        path.write_text(path.read_text("utf-8") + f"    - chào bác {number}\n", encoding="utf-8")
        load_or_train(small_intents, tmp_path / "models")
    assert len(list((tmp_path / "models").glob("*.npz"))) == 3


def test_a_damaged_file_is_replaced(small_intents: Path, tmp_path: Path) -> None:
    load_or_train(small_intents, tmp_path)
    (path,) = tmp_path.glob("*.npz")
    path.write_bytes(path.read_bytes()[:-200])
    assert load_or_train(small_intents, tmp_path).intents == ("greet", "payment_where_how", "thanks")
    assert Model.load(path).intents == ("greet", "payment_where_how", "thanks")


def test_saving_leaves_nothing_else_behind(small_intents: Path, tmp_path: Path) -> None:
    train(load_training_data(small_intents)).save(tmp_path / "models" / "model.npz")
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["model.npz"]


def test_a_saved_model_reads_as_before(small_intents: Path, tmp_path: Path) -> None:
    model = train(load_training_data(small_intents))
    model.save(tmp_path / "model.npz")
    loaded = Model.load(tmp_path / "model.npz", digest=model.digest)
    for text in ("chào em", "nộp ở bưu điện", "???", "cám ơn"):
        assert Understanding(loaded).parse(text, today=TODAY) == Understanding(model).parse(text, today=TODAY)


def write_text(path: Path) -> None:
    path.write_text("no model", encoding="utf-8")


def write_other_arrays(path: Path) -> None:
    np.savez(path, weights=np.zeros(3))


def write_code(path: Path) -> None:
    np.savez(path, about=np.array([{"code": "would run when unpickled"}], dtype=object))


@pytest.mark.parametrize("write", [write_text, write_other_arrays, write_code, lambda path: None])
def test_another_file_is_refused(tmp_path: Path, write: object) -> None:
    path = tmp_path / "model.npz"
    write(path)  # type: ignore[operator]
    with pytest.raises(ModelError, match=r"model\.npz"):
        Model.load(path)


def test_a_model_of_other_sentences_is_refused(small_intents: Path, tmp_path: Path) -> None:
    train(load_training_data(small_intents)).save(tmp_path / "model.npz")
    with pytest.raises(ModelError, match="other sentences"):
        Model.load(tmp_path / "model.npz", digest="0" * 64)


def test_two_processes_that_start_at_once_end_with_one_model(small_intents: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        found = pool.starmap(names_after, [(small_intents, tmp_path / "models")] * 2)
    assert found[0] == found[1]
    assert len(found[0]) == 1
