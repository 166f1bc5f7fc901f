"""Whether another process of this machine still runs."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

_QUERY_LIMITED, _SYNCHRONIZE = 0x1000, 0x0010_0000
_TIMEOUT = 258
"""WaitForSingleObject waited in vain: the process has not ended."""
_DENIED = 5
"""OpenProcess on a process of somebody else, which is there all the same."""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that may not be asked about counts as running."""
    if sys.platform == "win32":
        return alive_on_windows(pid, ctypes.WinDLL("kernel32"))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def alive_on_windows(pid: int, kernel: Any) -> bool:  # noqa: ANN401 - a foreign library
    """The same by `kernel32`; there, signal 0 would end the process."""
    kernel.OpenProcess.restype = ctypes.c_void_p  # a handle is as wide as a pointer
    kernel.WaitForSingleObject.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    handle = kernel.OpenProcess(_QUERY_LIMITED | _SYNCHRONIZE, 0, pid)
    if not handle:
        return bool(kernel.GetLastError() == _DENIED)
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _TIMEOUT)
    finally:
        kernel.CloseHandle(handle)
