"""Whether a process runs is told without ending it."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from studio.store.processes import alive_on_windows, is_alive


def test_that_a_process_is_alive_until_it_has_ended() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True
    )
    assert is_alive(child.pid)
    assert is_alive(os.getpid())
    child.communicate("\n")
    assert child.returncode == 0  # it was asked about, not ended
    assert not is_alive(child.pid)


@pytest.mark.parametrize(
    ("handle", "error", "waited", "alive"),
    [
        (72, 0, 258, True),  # it has not ended
        (72, 0, 0, False),  # it has, and somebody still holds it
        (0, 87, 0, False),  # there is no such process
        (0, 5, 0, True),  # it is somebody else's
    ],
)
def test_that_the_answers_of_windows_are_understood(
    handle: int, error: int, waited: int, *, alive: bool
) -> None:
    kernel = SimpleNamespace(
        OpenProcess=Mock(return_value=handle),
        GetLastError=Mock(return_value=error),
        WaitForSingleObject=Mock(return_value=waited),
        CloseHandle=Mock(),
    )
    assert alive_on_windows(4711, kernel) is alive
    assert kernel.CloseHandle.called is bool(handle)
