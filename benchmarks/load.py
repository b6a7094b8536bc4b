"""A lean load client: people on kept connections who send their next message as soon as the last one is answered.

Raw sockets, so that the client costs a small part of what it measures.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.installation import HOST

# A farmer asks what people ask most: an estimate in steps, questions beside it, a button, thanks.
TALK = (
    "xin chào",
    "toi lam ruong, moi thang dong bao nhieu",
    "thu nhập 3 triệu",
    "đóng theo quý thì sao",
    "bao nhiêu tuổi thì được lương hưu",
    "/affirm",
    "nghỉ đóng vài tháng có mất quyền lợi không",
    "cảm ơn nhé",
)


@dataclass(frozen=True)
class Load:
    """What was measured: answered requests, the seconds they took together, each one's latency in seconds."""

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that this share of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def request(sender: str, words: str) -> bytes:
    """One message as it goes over the wire."""
    body = json.dumps(
        {"sender": sender, "message": words, "message_id": str(uuid4())}, ensure_ascii=False
    ).encode()
    head = (
        f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    """A kept connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection(HOST, port))

    async def send(self, message: bytes) -> bytes:
        """Send a request; the body of its answer, which must be a good one."""
        self._writer.write(message)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head.decode()}{body.decode()}")
        return body

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


def messages() -> Iterator[bytes]:
    """The talks of one new person after the other, without end."""
    while True:
        sender = str(uuid4())
        for words in TALK:
            yield request(sender, words)


async def load(port: int, *, clients: int, seconds: float) -> Load:
    """So many people at once talk for so long."""
    connections = [await Connection.open(port) for _ in range(clients)]
    latencies: list[float] = []
    begun = time.perf_counter()

    async def talk(connection: Connection) -> None:
        for message in messages():
            sent = time.perf_counter()
            if sent - begun > seconds:
                return
            await connection.send(message)
            latencies.append(time.perf_counter() - sent)

    await asyncio.gather(*(talk(connection) for connection in connections))
    measured = Load(time.perf_counter() - begun, latencies)
    for connection in connections:
        await connection.close()
    return measured
