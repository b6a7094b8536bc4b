"""A real server process: started by its command, known by its printed address, killed and started again."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.settings import ROOT

COMMAND = [str(Path(sys.executable).parent / "antam"), "serve", "--host", "127.0.0.1", "--port"]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:(\d+))/console")
PASSWORD = re.compile(r"Mật khẩu dùng một lần .*: (\S+)")


@dataclass
class Server:
    """One installation; ``output`` is what its present process announced, ``log`` what it wrote to standard error."""

    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[str] | None = None
    port: str = "0"
    output: str = ""
    administrator_password: str = field(default="", repr=False)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process and wait for its address; after a first start the port stays the same."""
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [*COMMAND, self.port],
                env=self.environment,
                # A developer's .env in the checkout is no part of a test.
                cwd=self.log.parent,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )
        self.output = ""
        for line in self.process.stdout:
            self.output += line
            if found := PASSWORD.search(line):
                self.administrator_password = found[1]
            if found := ADDRESS.search(line):
                self.port = found[2]
                return
        raise AssertionError(
            f"the server ended with {self.process.wait()}:\n{self.output}\n{self.log.read_text()}"
        )

    def kill(self) -> None:
        """End it as a power failure would."""
        self.process.kill()
        self._gone()

    def stop(self, sent: signal.Signals = signal.SIGINT) -> int:
        """End it as Ctrl-C does, or by another signal; its exit status."""
        self.process.send_signal(sent)
        self.output += self.process.stdout.read()
        return self._gone()

    def _gone(self) -> int:
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process = None
        return status


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment without any setting of An Tâm but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ANTAM_")}
    return inherited | settings


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The checkout's own cache of trained models; a model's name tells the sentences that it was trained on."""
    return ROOT / "var" / "models"


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Callable[..., Server]]:
    """``serve(ANTAM_TODAY="2026-11-23", …)`` starts a server of its own; all end with the run."""
    servers: list[Server] = []

    def start(**settings: str) -> Server:
        data_dir = tmp_path_factory.mktemp("antam")
        own = {"ANTAM_DATA_DIR": str(data_dir), "ANTAM_MODEL_DIR": str(model_dir)}
        server = Server(clean_environment(**own | settings), data_dir / "server.log")
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        if server.process:
            server.kill()
