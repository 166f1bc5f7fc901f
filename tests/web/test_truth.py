from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal
from studio.web.truth import keep_truth
if sys.argv[1] == "kept":
    keep_truth()
app = QCoreApplication([])
class Speaker(QObject):
    said = Signal()
speaker = Speaker()
for _ in range(20_000):
    speaker.said.emit()
"""


def test_that_twenty_thousand_signals_do_not_end_the_process() -> None:
    command = [sys.executable, "-c", SCRIPT, "kept"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
