"""Whatever is sent to a running server gets a clear status: no stack trace, nothing of what was sent comes back."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml

from tests.support.stored import stored_by

CASES = yaml.safe_load(Path(__file__).with_name("bad_requests.yml").read_text(encoding="utf-8"))
WEBHOOK = "/webhooks/rest/webhook"
MARK = "0912345678"
INNARDS = ("Traceback", 'File "', ".py", "Error(", "sqlalchemy", "pydantic")
MESSAGES_AT_ONCE = 50


@pytest.fixture(scope="module")
def server(serve):
    return serve(ANTAM_TODAY="2026-11-23")


@pytest.fixture
async def client(server):
    async with httpx.AsyncClient(base_url=server.base_url, timeout=60) as client:
        yield client


def body_of(case: dict[str, Any]) -> bytes:
    if "raw" in case:
        return case["raw"].encode("latin-1") * case.get("repeat", 1)
    body = case["body"]
    for field, length in case.get("filled", {}).items():
        body = body | {field: (body[field] * length)[:length]}
    return json.dumps(body).encode()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_a_bad_request_gets_a_clear_status(client, server, case):
    headers = {"content-type": "application/json"} | case.get("headers", {})

    response = await client.request(
        case.get("method", "POST"), case.get("path", WEBHOOK), content=body_of(case), headers=headers
    )

    assert response.status_code == case["status"], response.text
    assert not any(word in response.text for word in INNARDS)
    assert case.get("says", "detail") in response.text
    if response.is_error:
        assert MARK not in response.text
    assert "Traceback" not in server.log.read_text(encoding="utf-8")
    assert MARK not in server.log.read_text(encoding="utf-8")


async def test_fifty_messages_at_once_from_one_person_are_all_answered(client, server):
    sender = str(uuid4())
    sent = [f"câu hỏi số {number}: lương hưu tính thế nào" for number in range(MESSAGES_AT_ONCE)]

    responses = await asyncio.gather(
        *(client.post(WEBHOOK, json={"sender": sender, "message": words}) for words in sent)
    )

    assert {response.status_code for response in responses} == {200}
    assert all(response.json() for response in responses)
    talk = (await stored_by(server)).talks[sender]
    assert Counter(talk.said) == Counter(sent)
