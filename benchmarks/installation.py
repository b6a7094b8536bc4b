"""A real server process on a database of its own: started by its command, asked whether it is ready, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.app import open_database
from bot.settings import ROOT, load_settings
from bot.storage import Database

HOST = "127.0.0.1"
ANTAM = Path(sys.executable).parent / "antam"
TODAY = "2026-11-23"


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return server.getsockname()[1]


@dataclass
class Installation:
    """One data folder and database; the trained model is the checkout's own."""

    data_dir: Path
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ANTAM_")}
        return inherited | {
            "ANTAM_DATA_DIR": str(self.data_dir),
            "ANTAM_MODEL_DIR": str(ROOT / "var" / "models"),
            "ANTAM_DATABASE_URL": self.database_url,
            "ANTAM_TODAY": TODAY,
            **self.settings,
        }

    def train(self) -> None:
        """Have a trained model in the cache, as after a first start."""
        subprocess.run([ANTAM, "train"], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> float:
        """Start the server; the seconds from the start of its process to its first answer that it is ready."""
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [ANTAM, "serve", "--host", HOST, "--port", str(self.port)],
            env=self.environment,
            # A developer's .env is no part of what is measured.
            cwd=self.data_dir,
            stdout=subprocess.DEVNULL,
        )
        while not self._ready():
            if self.process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.005)
        return time.perf_counter() - started

    def resident_megabytes(self) -> float:
        """The resident memory of the server's process."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], check=True, capture_output=True, text=True
        )
        return int(shown.stdout) / 1024

    def kill(self) -> None:
        """End the server as a power failure would."""
        self.process.kill()
        self.process.wait(timeout=30)
        self.process = None

    def stop(self) -> None:
        """End the server as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        self.process = None

    def open_database(self) -> Database:
        """The server's database with the server's keys."""
        return open_database(
            load_settings(_env_file=None, data_dir=self.data_dir, database_url=self.database_url)
        )

    def _ready(self) -> bool:
        try:
            with urlopen(f"http://{HOST}:{self.port}/readyz", timeout=10) as response:
                return response.status == 200
        except (URLError, ConnectionError):
            return False
