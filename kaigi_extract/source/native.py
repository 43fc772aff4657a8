"""One lock for the readers that are no friends of threads: MuPDF, and pdfium behind pdfplumber's pictures.

MuPDF runs with one context for the whole process and calls back into Python for every warning; a second thread that
comes in at that moment ends the process, or takes the warning with it. Whoever calls into either holds `NATIVE`, for a
page at a time, so that threads take turns at pages. Touches nothing else.
"""

from __future__ import annotations

import os
from threading import RLock

NATIVE = RLock()

if hasattr(os, "register_at_fork"):  # a child must not begin with a lock that a thread of its parent held
    os.register_at_fork(before=NATIVE.acquire, after_in_parent=NATIVE.release, after_in_child=NATIVE.release)
