"""What a start costs, told from outside: ``first_paint.py SECONDS COMMAND…`` starts a program on ``DISPLAY`` and prints

    cpu 0.62 s, wall 0.91 s to the first paint; PSS 103 MB after 10 s, 0.012 s of CPU in the last of them

Looks at the screen itself (libX11), so it treats a checkout, a wheel and an installed package alike. The program stays.
"""

from __future__ import annotations

import ctypes
import sys
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p
from pathlib import Path
from subprocess import DEVNULL, Popen

X = ctypes.CDLL("libX11.so.6")
X.XOpenDisplay.restype = c_void_p
X.XOpenDisplay.argtypes = [c_char_p]
X.XDefaultRootWindow.restype = c_ulong
X.XDefaultRootWindow.argtypes = [c_void_p]
X.XQueryTree.argtypes = [
    c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_ulong), POINTER(POINTER(c_ulong)), POINTER(c_uint),
]  # fmt: skip
X.XGetImage.restype = c_void_p
X.XGetImage.argtypes = [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int]
X.XGetPixel.restype = c_ulong
X.XGetPixel.argtypes = [c_void_p, c_int, c_int]
X.XDestroyImage.argtypes = [c_void_p]
X.XFree.argtypes = [c_void_p]
X.XGetGeometry.argtypes = [
    c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_int), POINTER(c_int), *[POINTER(c_uint)] * 4,
]  # fmt: skip

_PLANES, _Z_PIXMAP, _WIDE = c_ulong(-1).value, 2, 400
_PATIENCE = 60.0
# A window may be gone between one question and the next, which ends a program unless it says otherwise.
_CALM = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda display, error: 0)


class Screen:
    """What is on an X display."""

    def __init__(self) -> None:
        X.XSetErrorHandler(_CALM)
        self._display = X.XOpenDisplay(None)
        if not self._display:
            raise OSError("There is no X display here; DISPLAY names it.")
        self._root = X.XDefaultRootWindow(self._display)

    def painted(self) -> bool:
        """Whether a wide window shows anything but black in its middle."""
        return any(self._is_painted(window) for window in self._windows())

    def _windows(self) -> list[int]:
        root, parent, count, children = c_ulong(), c_ulong(), c_uint(), POINTER(c_ulong)()
        X.XQueryTree(self._display, self._root, byref(root), byref(parent), byref(children), byref(count))
        windows = [int(children[index]) for index in range(count.value)]
        if children:
            X.XFree(children)
        return windows

    def _is_painted(self, window: int) -> bool:
        root, x, y = c_ulong(), c_int(), c_int()
        wide, high, border, depth = c_uint(), c_uint(), c_uint(), c_uint()
        told = X.XGetGeometry(
            self._display,
            window,
            byref(root),
            byref(x),
            byref(y),
            byref(wide),
            byref(high),
            byref(border),
            byref(depth),
        )
        if not told or wide.value < _WIDE:
            return False
        image = X.XGetImage(self._display, window, wide.value // 2, high.value // 2, 64, 1, _PLANES, _Z_PIXMAP)
        if not image:
            return False  # Not on the screen yet.
        seen = any(X.XGetPixel(image, at, 0) & 0xFFFFFF for at in range(64))
        X.XDestroyImage(image)
        return seen


def spent(pid: int) -> float:
    """Seconds of CPU of all threads of a process."""
    times = [int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(times) / 1e9


def memory(pid: int) -> float:
    """Its share of the memory, in megabytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


def main(seconds: float, command: list[str]) -> None:
    """Starts, watches and tells."""
    screen = Screen()
    if screen.painted():
        raise OSError("There is a window on this display already.")
    began = time.monotonic()
    process = Popen(command, stdin=DEVNULL, stdout=DEVNULL, start_new_session=True)
    while not screen.painted():
        if process.poll() is not None or time.monotonic() - began > _PATIENCE:
            raise OSError(f"No window came; the program's end: {process.poll()}")
        time.sleep(0.002)
    cpu, wall = spent(process.pid), time.monotonic() - began
    words = f"cpu {cpu:.2f} s, wall {wall:.2f} s to the first paint"
    if seconds:
        time.sleep(max(0.0, seconds - 1))
        before = spent(process.pid)
        time.sleep(min(1.0, seconds))
        last = spent(process.pid) - before
        words += f"; PSS {memory(process.pid):.0f} MB after {seconds:g} s, {last:.3f} s of CPU in the last of them"
    print(words, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
