"""What this machine is, in the words of the run's facts."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

GB = 1024**3
SPARE_CORES = 1
"""Cores that are left to the window."""
NO_WINDOW = "VITRINE_NO_WINDOW"
"""Variable of the environment that a command sets for its workers."""
MOST_THREADS = 8
"""More threads than this do not speed small nets up."""


def cores() -> int:
    """Number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def use_threads() -> None:
    """Leave the window a core: training must not make it stutter.

    A command has no window, and says so by `NO_WINDOW`: then every core is used.
    """
    spare = 0 if os.environ.get(NO_WINDOW) else SPARE_CORES
    threads = max(1, min(cores() - spare, MOST_THREADS))
    torch.set_num_threads(threads)
    threadpool_limits(threads)  # NumPy and scikit-learn too


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Use one thread meanwhile: nets are so small that more of them only wait.

    Measured on two busy cores: 120 layouts take 0.7 s with one thread, 4 s with two.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(before)


def device_words(device: torch.device) -> str:
    """The device as the Train step shows it, such as "CPU, 8 cores"."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"CPU, {cores()} cores"


def memory_words(device: torch.device) -> str:
    """Memory in use and there, such as "1.9 of 16 GB"."""
    if device.type == "cuda":
        free, there = torch.cuda.mem_get_info(device)
        return f"{(there - free) / GB:.1f} of {there / GB:.0f} GB"
    used, total = _resident(), _physical()
    if not used:
        return f"{total / GB:.0f} GB" if total else "unknown"
    return f"{used / GB:.1f} of {total / GB:.0f} GB"


def _resident() -> float:
    """Bytes that this process holds; 0 where the system does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return float(pages * os.sysconf("SC_PAGE_SIZE"))
    return 0.0


def _physical() -> float:
    if sys.platform == "win32":
        return 0.0
    with contextlib.suppress(OSError, ValueError):
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    return 0.0
