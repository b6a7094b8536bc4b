"""The administrator's consent: what proves that it is ours, and what of the address that they paste counts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.zalo_oa.oauth import Consent, OAuth, OAuthRefusedError
from bot.clock import Clock


def test_each_attempt_has_a_verifier_and_a_state_of_its_own():
    first, second = Consent.begin(), Consent.begin()
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first.verifier)
    assert len({first.verifier, second.verifier, first.state, second.state}) == 4
    assert first.verifier not in repr(first)


def test_the_challenge_is_that_of_the_standards_example():
    # RFC 7636, appendix B.
    consent = Consent.begin(verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert consent.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_link_carries_what_zalo_asks_for():
    consent = Consent("s", "v" * 43)
    oauth = OAuth("https://oauth.zaloapp.com/", app_id="1", app_secret="x", clock=Clock())
    link = urlsplit(oauth.permission_url(consent, redirect_uri="https://antam.example.vn/?a=b"))
    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://oauth.zaloapp.com/v4/oa/permission"
    assert parse_qs(link.query) == {
        "app_id": ["1"],
        "redirect_uri": ["https://antam.example.vn/?a=b"],
        "code_challenge": [consent.challenge],
        "state": ["s"],
    }


@pytest.mark.parametrize(
    "pasted",
    ["https://antam.example.vn/?code=c%2B1&oa_id=3&state=s", " https://x/?code=c%2B1 ", "c+1", "  c+1\n"],
    ids=["cả địa chỉ", "không có state", "chỉ mã", "mã có dấu cách"],
)
def test_the_code_is_found(pasted):
    assert Consent("s", "v").code_of(pasted) == "c+1"


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("https://x/?code=c&state=t", "lần kết nối khác"),
        ("https://x/?error=access_denied&state=s", "không có mã"),
        ("https://x/", "không có mã"),
        ("  ", "không có mã"),
    ],
    ids=["của lần khác", "không đồng ý", "không có gì", "trống"],
)
def test_what_holds_no_code_is_refused(pasted, told):
    with pytest.raises(OAuthRefusedError, match=told):
        Consent("s", "v").code_of(pasted)
