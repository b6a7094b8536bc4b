"""`antam link`: addresses on the screen, QR codes that say the same in files, refusals with a remedy."""

import pytest

from bot.errors import AnTamError


@pytest.fixture
def linked(antam, monkeypatch, tmp_path):
    """``linked("--commune", …)`` with a public address and a Zalo account."""
    monkeypatch.setenv("ANTAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ANTAM_PUBLIC_URL", "https://antam.example.vn")
    monkeypatch.setenv("ANTAM_ZALO_OA_LINK", "https://zalo.me/1234567890")
    monkeypatch.delenv("ANTAM_TELEGRAM_TOKEN", raising=False)
    return lambda *arguments: antam("link", "--out", str(tmp_path / "codes"), *arguments)


@pytest.mark.parametrize("commune", ["Phường Cảnh Thụy", "canh thuy", "7738"], ids=["tên", "không dấu", "mã"])
def test_the_links_tell_the_commune_however_it_was_given(linked, commune):
    shown = linked("--commune", commune, "--source", "to-roi").stdout
    assert "https://antam.example.vn/?nguon=x-7738_to-roi" in shown
    assert "Zalo OA không chuyển nguồn" in shown


def test_every_link_has_its_codes(linked, tmp_path):
    linked("--event", "12")
    made = {file.name: file.read_bytes() for file in (tmp_path / "codes").iterdir()}
    assert set(made) == {
        f"e-12-{channel}.{kind}" for channel in ("web", "zalo_oa") for kind in ("png", "svg")
    }
    assert made["e-12-web.png"].startswith(b"\x89PNG")
    assert b"<svg" in made["e-12-web.svg"]


def test_an_unknown_commune_is_refused_with_similar_ones(linked):
    refused = linked("--commune", "canh thui").exception
    assert isinstance(refused, AnTamError)
    assert "Cảnh Thụy" in refused.remedy


def test_what_a_link_cannot_carry_is_refused(linked):
    assert "không ghi vào liên kết được" in str(linked("--source", "hội nông dân").exception)


def test_without_any_address_the_settings_are_named(linked, monkeypatch):
    for name in ("ANTAM_PUBLIC_URL", "ANTAM_ZALO_OA_LINK"):
        monkeypatch.delenv(name)
    assert "ANTAM_PUBLIC_URL" in str(linked().exception)


async def test_the_bots_name_is_asked_of_telegram(telegram_api):
    from bot.channels.telegram import bot_username
    from tests.support.telegram_api import TOKEN

    assert await bot_username(TOKEN, api_base_url=telegram_api.url) == "antam_test_bot"
    with pytest.raises(AnTamError, match="ANTAM_TELEGRAM_TOKEN"):
        await bot_username("123456:another", api_base_url=telegram_api.url)
