"""Longest stall of the window's event loop: idle, training in the worker, in a thread.

The window stands on its Train step with live curves. A timer asks to be woken every
5 ms; how late it comes is how long the loop stood still.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SECONDS = 40.0
TICK_MS = 5
LIMIT_MS = 50
MODES = ("idle", "worker", "thread")
NAMES = {
    "idle": "nothing running",
    "worker": "training in the worker (Vitrine)",
    "thread": "training in a thread (peer)",
}


def make_project(folder: Path) -> None:
    """The sample shop, imported."""
    command = [sys.executable, "-m", "studio"]
    subprocess.run([*command, "new", str(folder), "--name", "Wrenfield"], check=True)
    shop = Path(__file__).resolve().parent.parent / "sample_data"
    tables = ("products", "user_behavior", "user_preference", "segments")
    files = [str(shop / f"{name}.csv") for name in tables]
    subprocess.run([*command, "import", str(folder), *files], check=True)


def watch(folder: Path, mode: str) -> None:
    """In a process of its own: show the window, train, print the stalls as JSON."""
    import qasync
    from PySide6.QtCore import Qt, QTimer

    from studio import app
    from studio.domain.jobs import TrainTaste

    application = app.make_application()
    loop = qasync.QEventLoop(application)
    window = app.make_window()
    window.show()
    window.projects.open(folder)
    window.stage.go("train")
    late: list[float] = []
    last = [0.0]

    def tick() -> None:
        now = time.perf_counter()
        late.append((now - last[0]) * 1000 - TICK_MS)
        last[0] = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    job = TrainTaste(str(folder), preset="base", epochs=100)

    def begin() -> None:
        if mode == "worker":
            window.context.jobs.start(job)
        elif mode == "thread":
            threading.Thread(target=train_here, args=(job,), daemon=True).start()
        last[0] = time.perf_counter()
        timer.start(TICK_MS)
        QTimer.singleShot(int(SECONDS * 1000), finish)

    def finish() -> None:
        late.sort()
        stalls = {
            "longest": late[-1],
            "p999": late[int(len(late) * 0.999)],
            "ticks": len(late),
            "torch": "torch" in sys.modules,
        }
        sys.stdout.write(json.dumps(stalls) + "\n")
        sys.stdout.flush()
        window.context.jobs.close()
        os._exit(0)

    QTimer.singleShot(3000, begin)  # let the start settle
    with loop:
        loop.run_forever()


def train_here(job: object) -> None:
    """The peer: the same training inside the window's process."""
    from studio.worker.run import run_job

    class Quiet:
        def progress(self, *_: object) -> None: ...

        def send(self, _: object) -> None: ...

    run_job(job, Quiet())  # type: ignore[arg-type]


def main() -> None:
    if len(sys.argv) == 3:
        watch(Path(sys.argv[1]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["VITRINE_CONFIG_DIR"] = f"{folder}/config"
        project = Path(folder) / "shop"
        make_project(project)
        longest: dict[str, float] = {}
        for mode in MODES:
            command = [sys.executable, __file__, str(project), mode]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout.splitlines()[-1])
            longest[mode] = found["longest"]
            print(
                f"{NAMES[mode]:34} longest {found['longest']:6.1f} ms, 99.9 % under "
                f"{found['p999']:5.1f} ms, torch in the window: {found['torch']}"
            )
    share = longest["worker"] / longest["thread"]
    kept = "kept" if longest["worker"] <= LIMIT_MS else "NOT KEPT"
    print(f"the worker's longest stall is {share:.2f} of the thread's")
    print(f"limit {LIMIT_MS} ms: {kept}")


if __name__ == "__main__":
    main()
