"""Keys: what they encrypt only they read, they are made once and privately, and they rotate."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import KeyRing, KeysError

RING = KeyRing.generate()
# Any text that UTF-8 can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
GOOD = "A" * 43 + "="


@given(TEXTS)
def test_an_encrypted_text_comes_back(text):
    assert RING.decrypt(RING.encrypt(text)) == text


@given(TEXTS)
def test_the_same_text_never_looks_the_same(text):
    assert RING.encrypt(text) != RING.encrypt(text)


@given(TEXTS, st.data())
def test_a_value_changed_by_a_bit_is_refused(text, data):
    value = bytearray(RING.encrypt(text))
    value[data.draw(st.integers(0, len(value) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(KeysError):
        RING.decrypt(bytes(value))


@given(st.binary(max_size=60))
def test_bytes_that_are_no_value_are_refused(data):
    with pytest.raises(KeysError):
        RING.decrypt(data)


def test_another_ring_reads_nothing():
    with pytest.raises(KeysError, match="khóa số 1"):
        KeyRing.generate().decrypt(RING.encrypt("Nguyễn Văn Tư"))


def test_a_hash_is_equal_for_equal_texts_of_one_purpose_and_one_ring_only():
    phone = RING.fingerprint("+84912345678", purpose="phone")
    assert phone == RING.fingerprint("+84912345678", purpose="phone")
    assert phone != RING.fingerprint("+84912345678", purpose="user")
    assert phone != KeyRing.generate().fingerprint("+84912345678", purpose="phone")
    assert len(phone) == 32


def test_the_text_form_gives_the_same_ring_back():
    ring = KeyRing.generate().rotated()
    again = KeyRing.load(keys=ring.text().replace("\n", ","), directory=Path("unused"))
    assert again.decrypt(ring.encrypt("xin chào")) == "xin chào"
    assert again.prefix == ring.prefix
    assert again.fingerprint("a", purpose="b") == ring.fingerprint("a", purpose="b")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"1:{GOOD}", id="thiếu khóa index"),
        pytest.param(f"index:{GOOD}", id="thiếu khóa có số"),
        pytest.param(f"index:{GOOD} 1:{GOOD} 1:{GOOD}", id="hai khóa cùng số"),
        pytest.param(f"index:{GOOD} 1:QUJD", id="khóa quá ngắn"),
        pytest.param(f"index:{GOOD} 1:không phải", id="không phải base64"),
        pytest.param(f"index:{GOOD} 0:{GOOD}", id="số không"),
        pytest.param(f"index:{GOOD} 65536:{GOOD}", id="số quá lớn"),
        pytest.param(f"index:{GOOD} một:{GOOD}", id="không phải số"),
        pytest.param("   ", id="chỉ có khoảng trắng"),
        pytest.param(GOOD, id="thiếu tên khóa"),
    ],
)
def test_a_malformed_ring_is_refused_without_showing_it(text):
    with pytest.raises(KeysError) as caught:
        KeyRing.load(keys=text, directory=Path("unused"))
    assert GOOD[:20] not in str(caught.value)
    assert "docs/howto/keys.md" in caught.value.remedy


def test_the_first_start_makes_a_private_file_that_later_starts_read(tmp_path):
    first = KeyRing.load(keys=None, directory=tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.name == "encryption_keys"
    assert file.stat().st_mode & 0o777 == 0o600
    assert KeyRing.load(keys=None, directory=tmp_path).decrypt(first.encrypt("a")) == "a"


def test_programs_that_start_together_use_one_file(tmp_path):
    def load_and_encrypt(_: int) -> bytes:
        return KeyRing.load(keys=None, directory=tmp_path).encrypt("a")

    with ThreadPoolExecutor(max_workers=8) as pool:
        values = list(pool.map(load_and_encrypt, range(8)))
    ring = KeyRing.load(keys=None, directory=tmp_path)
    assert [ring.decrypt(value) for value in values] == ["a"] * 8
    assert [file.name for file in tmp_path.iterdir()] == ["encryption_keys"]


def test_a_folder_that_is_not_there_is_named_with_a_remedy(tmp_path):
    with pytest.raises(KeysError, match="ANTAM_DATA_DIR"):
        KeyRing.load(keys=None, directory=tmp_path / "missing")


def test_a_key_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "encryption_keys").write_bytes(b"\xff\xfe")
    with pytest.raises(KeysError, match="ASCII"):
        KeyRing.load(keys=None, directory=tmp_path)


def test_a_rotated_ring_writes_with_the_new_key_and_reads_the_old():
    old = KeyRing.generate()
    new = old.rotated()
    assert new.decrypt(old.encrypt("a")) == "a"
    assert new.prefix != old.prefix
    with pytest.raises(KeysError, match="Thiếu khóa mã hóa số 2"):
        old.decrypt(new.encrypt("a"))


def test_without_its_old_keys_a_ring_reads_only_what_the_new_one_wrote():
    old = KeyRing.generate()
    only = old.rotated().without_old()
    assert only.decrypt(only.encrypt("a")) == "a"
    with pytest.raises(KeysError, match="Thiếu khóa mã hóa số 1"):
        only.decrypt(old.encrypt("a"))


def test_a_running_program_takes_a_new_key_from_the_file_when_it_meets_its_first_value(tmp_path):
    running = KeyRing.load(keys=None, directory=tmp_path)
    rotated = KeyRing.load(keys=None, directory=tmp_path).rotated()
    rotated.save()
    assert running.decrypt(rotated.encrypt("a")) == "a"
    assert running.prefix == rotated.prefix


def test_keys_from_the_setting_cannot_be_saved():
    with pytest.raises(KeysError, match="ANTAM_ENCRYPTION_KEYS"):
        KeyRing.generate().save()
