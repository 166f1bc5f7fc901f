"""How long until the window shows, beside a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
app = QApplication(sys.argv)
window = Window()
window.show()
app.exec()
"""


def seconds_to_paint(
    command: list[str], environment: dict[str, str]
) -> tuple[float, str]:
    """Seconds from starting a process to its first line, and that line."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = time.perf_counter() - started
    process.kill()
    process.wait()
    return taken, line.strip()


def measured(name: str, command: list[str], environment: dict[str, str]) -> float:
    seconds_to_paint(command, environment)  # fill the file cache
    runs = [seconds_to_paint(command, environment) for _ in range(RUNS)]
    seconds = [taken for taken, _ in runs]
    middle = statistics.median(seconds)
    print(f"{name:28} {middle:.3f} s  (worst {max(seconds):.3f})  {runs[0][1]}")
    return middle


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "QT_QPA_PLATFORM": "offscreen",
            **os.environ,
            "VITRINE_CONFIG_DIR": folder,
            "VITRINE_SAY_WHEN_SHOWN": "1",
        }
        bare = measured(
            "bare PySide6 window", [sys.executable, "-c", BARE], environment
        )
        ours = measured("Vitrine", [sys.executable, "-m", "studio"], environment)
    print(f"Vitrine takes {ours / bare:.2f} times as long as a bare window")


if __name__ == "__main__":
    main()
