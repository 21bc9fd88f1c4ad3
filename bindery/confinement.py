"""A worker that can open nothing it has no business with: Landlock, on a Linux that has it.

The kernel itself refuses to open a file outside the folders named, to write outside the
worker's own folder, to start a program, and to listen or connect over TCP. It needs no rights
and cannot be undone. Elsewhere nothing happens: the checks on what a guide may name do not
depend on it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import stat
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# Numbers of the kernel's interface, the same for every kind of processor that leaflets are made
# on; on another the kernel knows no such call, and nothing happens.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_TELL_VERSION, _BENEATH = 1, 1
_SET_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38

# What may be done with files: a bit each, in the kernel's order.
_WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _DEVICE = 1 << 13, 1 << 14, 1 << 15
_EVER_KNOWN = (1 << 13) - 1  # run, write, read, list, remove and make: in the first version
_ON_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE  # the others are for folders only
_READING = _READ_FILE | _READ_FOLDER
_RUNNING = 1 << 0
_TCP = 0b11  # listen, connect
_OTHERS = 0b11  # sockets without a path, signals to processes outside

_REFER_VERSION, _TRUNCATE_VERSION, _TCP_VERSION, _DEVICE_VERSION, _OTHERS_VERSION = 2, 3, 4, 5, 6

# What libraries and the C library read of the system. Not /etc and not /proc as a whole: there
# lie passwords, and the variables that programs hand their secrets to each other by.
_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/fonts"),
    *("/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/sys/vm/overcommit_memory"),
    *("/sys/devices/system/cpu", "/dev/urandom", "/dev/random", "/dev/zero"),
)
_NOWHERE = "/dev/null"


def landlock_version() -> int:
    """The version of Landlock in this kernel; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    with suppress(OSError):
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_TELL_VERSION))
    return 0


def confine(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Confine this thread, and what it starts, for good; False where the kernel cannot.

    ``readable`` files and folders may be read beside Python's own and the system's libraries,
    ``writable`` ones may be changed too. What does not exist is passed over. Call it before
    other threads are started.
    """
    version = landlock_version()
    if not version:
        return False
    try:
        ruleset = _ruleset(version)
    except OSError:
        return False
    try:
        for path in (*_SYSTEM, *_python(), *map(str, readable)):
            _allow(ruleset, path, _READING)
        for path in (_NOWHERE, *map(str, writable)):
            _allow(ruleset, path, _handled(version) & ~_RUNNING)
        _control(_NO_NEW_PRIVILEGES, 1)
        _call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    except OSError:
        return False
    finally:
        os.close(ruleset)
    return True


def die_with_parent(parent: int) -> bool:
    """Have the kernel kill this process when its parent, the process ``parent``, ends.

    False where it has to be watched for instead. Ends at once if the parent has ended already.
    """
    if sys.platform != "linux":
        return False
    try:
        _control(_SET_DEATH_SIGNAL, signal.SIGKILL)
    except OSError:
        return False
    if os.getppid() != parent:
        os._exit(1)
    return True


def _python() -> list[str]:
    """Where modules are loaded from, on this machine and by this process."""
    return [sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(os.path.isabs, sys.path)]


def _handled(version: int) -> int:
    """Everything this version can forbid of what is done with files."""
    later = ((_REFER_VERSION, _REFER), (_TRUNCATE_VERSION, _TRUNCATE), (_DEVICE_VERSION, _DEVICE))
    return _EVER_KNOWN | sum(right for since, right in later if version >= since)


def _ruleset(version: int) -> int:
    """A descriptor of rules that forbid everything; an older kernel takes a shorter record."""
    fields = [_handled(version)]
    if version >= _TCP_VERSION:
        fields.append(_TCP)
    if version >= _OTHERS_VERSION:
        fields.append(_OTHERS)
    record = struct.pack(f"={len(fields)}Q", *fields)
    return _call(_CREATE_RULESET, record, ctypes.c_size_t(len(record)), ctypes.c_uint32(0))


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Allow ``rights`` on ``path`` and all beneath it; nothing if there is no such path."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _ON_FILES
        rule = struct.pack("=Qi", rights, handle)
        _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_BENEATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(handle)


def _control(option: int, value: int) -> None:
    _checked(_library().prctl(option, ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3))


def _call(number: int, *arguments: object) -> int:
    return _checked(_library().syscall(ctypes.c_long(number), *arguments))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
