"""Only what Zalo has signed gets in: the plain SHA-256 over application, bytes as they came, time and key."""

import hashlib
import hmac
import json

import pytest

from bot.channels.zalo_oa.signature import signer
from tests.support.zalo_oa_api import APP_ID, signed

VECTOR_BODY = (
    '{"app_id":"2553928453557884079","event_name":"user_send_text","message":{"msg_id":"m1","text":"Chào"},'
    '"recipient":{"id":"2"},"sender":{"id":"1"},"timestamp":"1699003881354","user_id_by_app":"3"}'
).encode()
VECTOR_KEY = "oaSecretKey9876543210"
VECTOR_MAC = "3ca77c93d0a64806fa415cec3ccaf45d3b3b9dee6777829774f27301a177f5eb"


def signed_by(
    header: str, *, body: bytes = VECTOR_BODY, key: str | None = VECTOR_KEY, any_variant=False, **more
):
    headers = {"X-ZEvent-Signature": header} | more
    return signer(body, json.loads(body), headers, app_id=APP_ID, secret_key=key, any_variant=any_variant)


@pytest.mark.parametrize(
    "header",
    [
        f"mac={VECTOR_MAC}",
        f"sha256={VECTOR_MAC}",
        VECTOR_MAC,
        f"mac={VECTOR_MAC.upper()}",
        f" mac = {VECTOR_MAC} ",
    ],
    ids=["mac=", "sha256=", "trần", "chữ hoa", "có dấu cách"],
)
def test_the_known_vector_is_zalos(header):
    assert signed_by(header) == "app_id"


def test_a_time_that_came_as_a_number_counts_as_it_is_written():
    body = VECTOR_BODY.replace(b'"1699003881354"', b"1699003881354")
    mac = hashlib.sha256(APP_ID.encode() + body + f"1699003881354{VECTOR_KEY}".encode()).hexdigest()
    assert signed_by(f"mac={mac}", body=body) == "app_id"


HMAC = hmac.new(VECTOR_KEY.encode(), VECTOR_BODY, "sha256").hexdigest()
FULL_HMAC = hmac.new(
    VECTOR_KEY.encode(), APP_ID.encode() + VECTOR_BODY + b"1699003881354", "sha256"
).hexdigest()
REWRITTEN = json.dumps(json.loads(VECTOR_BODY)).encode()


@pytest.mark.parametrize(
    ("header", "options"),
    [
        pytest.param(f"mac={HMAC}", {}, id="HMAC của thân"),
        pytest.param(f"mac={FULL_HMAC}", {}, id="HMAC của cả chuỗi"),
        pytest.param(f"mac={VECTOR_MAC}", {"body": VECTOR_BODY.replace(b"m1", b"m2")}, id="thân bị sửa"),
        pytest.param(f"mac={VECTOR_MAC}", {"body": REWRITTEN}, id="thân viết lại"),
        pytest.param(f"mac={VECTOR_MAC}", {"key": "khác"}, id="khóa khác"),
        pytest.param(f"mac={VECTOR_MAC}", {"key": None}, id="chưa đặt khóa"),
        pytest.param(f"mac={VECTOR_MAC}", {"key": ""}, id="khóa trống"),
        pytest.param("", {}, id="không có chữ ký"),
        pytest.param("mac=", {}, id="chữ ký trống"),
        pytest.param(f"mac={VECTOR_MAC[:-1]}", {}, id="thiếu một ký tự"),
        pytest.param(f"mac={VECTOR_MAC}0", {}, id="thừa một ký tự"),
        pytest.param(f"md5={VECTOR_MAC}", {}, id="tên khác"),
        pytest.param(f"mac={'é' * 64}", {}, id="không phải hex"),
    ],
)
def test_nothing_else_is(header, options):
    assert signed_by(header, **options) is None


def variant(*, first: str, timestamp: str) -> str:
    return signed(VECTOR_BODY, timestamp=timestamp, secret_key=VECTOR_KEY, first=first)


VARIANTS = [
    ("oa_id", {"first": "2", "timestamp": "1699003881354"}),
    ("app_id header_timestamp", {"first": APP_ID, "timestamp": "170"}),
    ("oa_id header_timestamp", {"first": "2", "timestamp": "170"}),
]


@pytest.mark.parametrize(("name", "terms"), VARIANTS, ids=[name for name, _ in VARIANTS])
def test_other_ways_count_only_when_a_setting_says_so(name, terms):
    more = {"X-ZEvent-Timestamp": "170"}
    assert signed_by(variant(**terms), **more) is None
    assert signed_by(variant(**terms), any_variant=True, **more) == name


# Each as it might be written by another program: spaces, other order, letters escaped or not.
BODIES = [
    '{ "timestamp" : "1795400000123", "event_name":"user_send_text", "sender":{"id":"1"}, '
    '"message":{"text":"Đóng  thế nào ạ?","msg_id":"m"}, "recipient":{"id":"2"} }',
    '{"event_name":"user_send_text","sender":{"id":"1"},"timestamp":"1795400000123",'
    '"message":{"msg_id":"m","text":"\\u0110\\u00f3ng \\ud83d\\ude0a"}}',
    '{"event_name":"user_send_text",\n\t"sender":{"id":"1"},"timestamp":"1795400000123",'
    '"message":{"msg_id":"m","text":"Đóng 😊"}}\n',
]


@pytest.mark.parametrize("text", BODIES, ids=["dấu cách", "ký tự thoát", "xuống dòng"])
async def test_the_bytes_count_as_they_came(office, text):
    body = text.encode()
    headers = {"X-ZEvent-Signature": signed(body, timestamp="1795400000123")}
    response = await office.client.post("/webhooks/zalo-oa", content=body, headers=headers)
    assert response.status_code == 200


async def test_what_is_not_signed_is_refused_and_not_kept(office, person):
    event = person.event("user_send_text")
    for headers in ({"X-ZEvent-Signature": ""}, {"X-ZEvent-Signature": f"mac={'0' * 64}"}):
        assert (await person.send(event, **headers)).status_code == 401
    assert (await person.send(event)).status_code == 200
    assert len(await office.rows("SELECT id FROM inbox WHERE conversation_id = :id", person)) == 1


async def test_without_a_key_nobody_gets_in(open_office):
    office = await open_office(zalo_oa_secret_key="")
    person = office.person()
    body = json.dumps(person.event("user_send_text")).encode()
    headers = {"X-ZEvent-Signature": signed(body, timestamp="1795400000123", secret_key="")}
    assert (await office.client.post("/webhooks/zalo-oa", content=body, headers=headers)).status_code == 401
    assert "ANTAM_ZALO_OA_SECRET_KEY" in (await office.messaging.check())[0]
