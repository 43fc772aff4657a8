"""Files of other office programs (.doc, .rtf, .odt, .xls, .ppt, .jtd) through an installed LibreOffice.

It runs with a profile of its own in a folder that is gone afterwards, without macros, within a time, and is ended with
all that it started (`office_guard`), also where this process is. Decides nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source import office_guard

PROGRAMS = ("soffice", "libreoffice")
"""Names of the program, the first that is found in PATH."""
SECONDS = 180.0
"""Within which a file must be converted; LibreOffice needs ten to start for the first time."""
COMPUTING = 20
"""Seconds of computing that it may take for a file, where the system counts them: it needs one to start."""
COMPUTING_A_MEGABYTE = 30
"""And so many for each megabyte of the file. A damaged one of some kilobytes can keep it busy without an end."""
CONVERTED = "this is {what}; it was read as LibreOffice converts it"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""No macro runs, no link is followed."""


def converted(path: str, data: bytes, ending: str, target: str, what: str, remedy: str) -> bytes:
    """The bytes of a file as LibreOffice converts it to `target`. `what` and `remedy` are its kind in words.

    Raises `UnreadableSource` where there is no LibreOffice, where it takes too long or cannot read the file.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name)) is not None), None)
    if program is None:
        raise UnreadableSource(path, Message("this is {what}; {remedy}", what=what, remedy=remedy))
    with tempfile.TemporaryDirectory(prefix="kaigi-office-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = place / f"given{ending if ending[1:].isalnum() else ''}"
        given.write_bytes(data)
        out = place / "out"
        out.mkdir()
        problem = _run(program, place, given, out, target)
        made = None if problem else next((one for one in sorted(out.iterdir()) if one.stat().st_size), None)
        if made is None:
            words = problem or "it cannot read the file"
            if isinstance(remedy, Message):
                remedy = Message("save it as {kinds}", **remedy.parameters)
            raise UnreadableSource(
                path,
                Message(
                    "this is {what}, and LibreOffice did not convert it: {words}; {remedy}",
                    what=what,
                    words=words,
                    remedy=remedy,
                ),
            )
        return made.read_bytes()


def _run(program: str, place: Path, given: Path, out: Path, target: str) -> str | None:
    """Runs the conversion; what went wrong in words."""
    profile = (place / "profile").as_uri()
    switches = [
        "--headless",
        "--invisible",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
    ]
    computing = COMPUTING + COMPUTING_A_MEGABYTE * given.stat().st_size // 1_000_000
    command = [
        *(sys.executable, "-I", "-S", office_guard.__file__, str(place), str(computing)),
        program,
        f"-env:UserInstallation={profile}",
        *switches,
        "--convert-to",
        target,
        "--outdir",
        str(out),
        str(given),
    ]
    process = subprocess.Popen(
        command,
        cwd=place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for this process, which then ends the other
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return Message("it took more than {seconds:.0f} seconds", seconds=SECONDS)
        finally:
            process.stdin.close()  # now it ends, whatever it is at
            process.wait()
        said = process.stdout.read().decode(errors="replace").strip()
    if process.returncode == office_guard.NOT_STARTED and said:
        return Message("it cannot be started ({strerror})", strerror=said)
    if process.returncode == office_guard.COMPUTED_TOO_LONG:
        return Message("it took more than {seconds:.0f} seconds", seconds=computing)
    return (
        None if process.returncode == 0 else Message("it ended with code {returncode}", returncode=process.returncode)
    )
