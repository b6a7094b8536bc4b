"""`POST /model/parse`: Rasa's parse, with every question found and what the conversation would do."""


async def test_a_parse_has_rasas_fields_and_ours(client):
    response = await client.post("/model/parse", json={"text": "thu nhập 3 triệu"})

    assert response.status_code == 200
    best, second = (
        {"name": "contribution_amount", "confidence": 0.9123},
        {"name": "pension_amount", "confidence": 0.05},
    )
    assert response.json() == {
        "text": "thu nhập 3 triệu",
        "intent": best,
        "intent_ranking": [best, second],
        "entities": [{"entity": "income", "value": 3_000_000, "start": 5, "end": 12}],
        "intents": ["contribution_amount", "pension_amount"],
        "decision": "answer",
    }


async def test_nothing_becomes_part_of_a_conversation(client, conversations):
    await client.post("/model/parse", json={"text": "thu nhập 3 triệu"})

    assert conversations.events == {}


async def test_fields_of_rasas_parse_do_no_harm(client):
    body = {"text": "xin chào", "message_id": "1", "conversation_id": "2"}

    assert (await client.post("/model/parse?emulation_mode=LUIS", json=body)).status_code == 200
