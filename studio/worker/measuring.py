"""What a training takes of this machine, and what it was made of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import time
from importlib import metadata
from pathlib import Path

import msgspec
import torch

from studio.domain.runs import ModelName, Origin
from studio.store.project import Project
from studio.worker import windows_memory as windows
from studio.worker.machine import cores, device_words

_CGROUPS = (
    ("memory.max", "memory.current", "inactive_file"),
    (
        "memory/memory.limit_in_bytes",
        "memory/memory.usage_in_bytes",
        "total_inactive_file",
    ),
)
"""(limit, use, name of what is given back) of a container, of version 2 and 1."""
_CGROUP_AT = Path("/sys/fs/cgroup")
MACOS_SHARE = 0.7
"""Of all memory, where the system does not say how much is free."""


def processor_seconds() -> float:
    """Seconds that all threads of this process have computed."""
    return time.process_time()


_highest = {"bytes": 0}
"""The peak before it was forgotten, so that a run's whole peak can be told."""


def peak_memory() -> int:
    """Most bytes that this process has held since its start."""
    return max(_highest["bytes"], recent_peak())


def forget_peak() -> bool:
    """Count the peak anew for `recent_peak`; False where the system cannot."""
    _highest["bytes"] = peak_memory()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
        return True
    return False


def recent_peak() -> int:
    """Most bytes that this process has held since `forget_peak`."""
    if sys.platform == "win32":
        return windows.process_memory()[0]
    with contextlib.suppress(OSError, ValueError, StopIteration):
        return _kilobytes(_line_of("/proc/self/status", "VmHWM"))
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def memory_held() -> int:
    """Bytes that this process holds now; 0 where the system does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return windows.process_memory()[1] if sys.platform == "win32" else peak_memory()


def memory_there(device: torch.device) -> int:
    """Bytes that a training may take now: free ones and those this process holds."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    free = _free_memory()
    for limit, use, cache in _CGROUPS:
        with contextlib.suppress(OSError, ValueError):  # "max" is no number
            most = int((_CGROUP_AT / limit).read_text())
            used = (_CGROUP_AT / use).with_name("memory.stat").read_text().splitlines()
            kept = {name: int(size) for name, size in map(str.split, used)}
            left = most - int((_CGROUP_AT / use).read_text()) + kept.get(cache, 0)
            free = min(free, max(left, 0))
    return free + memory_held()


def origin_of(
    project: Project,
    model: ModelName,
    settings: msgspec.Struct,
    device: torch.device,
) -> Origin:
    """What a run that starts now is made of; `settings` has a field `seed`."""
    digest, rows = project.runs.fingerprint(model)
    return Origin(
        data=digest,
        rows=rows,
        seed=getattr(settings, "seed", None),
        device=device_words(device),
        versions=versions(),
        plan=flat(settings),
    )


def versions() -> dict[str, str]:
    """What computes here."""
    return {
        "vitrine": metadata.version("vitrine-studio"),
        "torch": str(torch.__version__),
        "python": platform.python_version(),
    }


def machine_words() -> str:
    """What tells one machine's measurements from another's."""
    said = (platform.machine(), platform.processor(), _processor_name(), cores())
    return " ".join(str(each) for each in said)


def probe_key(
    project: Project, model: ModelName, device: torch.device, of: bytes
) -> str:
    """What a measurement holds for: machine, versions, data, and what is measured."""
    data, _ = project.runs.fingerprint(model)
    said = (data, machine_words(), str(device), torch.get_num_threads(), versions())
    return hashlib.sha256(msgspec.json.encode(said) + of).hexdigest()[:32]


def flat(settings: msgspec.Struct, before: str = "") -> dict[str, str]:
    """Every setting by its name, such as `net.width`."""
    found: dict[str, str] = {}
    for name, value in msgspec.structs.asdict(settings).items():
        if isinstance(value, msgspec.Struct):
            found |= flat(value, f"{before}{name}.")
        elif value is not None:
            text = f"{value:g}" if isinstance(value, float) else str(value)
            found[before + name] = text
    return found


def _processor_name() -> str:
    with contextlib.suppress(OSError, StopIteration):
        return _line_of("/proc/cpuinfo", "model name")[13:]
    return ""


def _free_memory() -> int:
    with contextlib.suppress(OSError, ValueError, StopIteration):
        return _kilobytes(_line_of("/proc/meminfo", "MemAvailable"))
    if sys.platform == "win32":
        return windows.free_memory()
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(total * MACOS_SHARE)


def _line_of(path: str, start: str) -> str:
    """The first line of a file of Linux that starts so; StopIteration without one."""
    lines = Path(path).read_text(errors="replace").splitlines()
    return next(line for line in lines if line.startswith(start))


def _kilobytes(line: str) -> int:
    """Bytes of a line such as `VmHWM:  2048 kB`."""
    return int(line.split()[1]) * 1024
