"""Runs a Python module with no way to the outside: `python guarded.py MODULE ARGUMENT...`.

Whatever connects or sends to an address is ended on the spot: Python code by an audit hook, which says what it was,
and native code, which no hook sees, by a filter of the kernel where there is one (Linux on x86-64 and ARM64). Processes
that it starts inherit both.
"""

from __future__ import annotations

import ctypes
import os
import platform
import runpy
import struct
import sys

CAUGHT = 97
"""Exit code of a process that the hook ended; the filter of the kernel ends one by SIGSYS."""
_HOOK = """
import os, sys
def _guard(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        if event == "socket.connect" and not isinstance(arguments[1], tuple):
            return
        print("guarded:", event, arguments[1:], file=sys.stderr, flush=True)
        os._exit({caught})
sys.addaudithook(_guard)
"""

_CALLS = {"x86_64": (0xC000003E, 42, 44), "aarch64": (0xC00000B7, 203, 206)}
"""The name of the architecture to the kernel, and the numbers of its system calls `connect` and `sendto`."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def close_kernel() -> bool:
    """Has the kernel end this process, and all that it starts, when it connects or sends anywhere; whether it can.

    To make a socket and bind it to an address of this machine, as urllib3 does to see whether there is IPv6, reaches
    nobody. What is sent to an address needs `sendto` with one.
    """
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, connect, send_to = _CALLS[platform.machine()]
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 0, 6, architecture),
        (_LOAD, 0, 0, 0),  # the system call
        (_EQUAL, 5, 0, connect),
        (_EQUAL, 0, 3, send_to),
        (_LOAD, 0, 0, 48),  # its fifth argument, the address, none where the socket is connected
        (_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def main() -> None:
    folder = os.environ["GUARD"]  # on the path of every Python that is started from here
    with open(os.path.join(folder, "sitecustomize.py"), "w", encoding="utf-8") as file:
        file.write(_HOOK.format(caught=CAUGHT))
    os.environ["PYTHONPATH"] = folder
    exec(_HOOK.format(caught=CAUGHT), {})
    close_kernel()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
