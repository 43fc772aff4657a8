"""`publish`: an archive as a site of static files."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import spoken
from kaigi_extract.cli.messages import EXIT_CODES, keeping, say
from kaigi_extract.cli.reading import date_of

SECONDS_BETWEEN_LINES = 10.0
"""Of progress, where standard error is no terminal."""
_CHOICES = ("wards", "kinds", "categories", "since", "until", "leave_out", "without", "title", "workers")
DESCRIPTION = """\
The pages of serve as files in a folder: opened by a double click on index.html, or put on any web server. Japanese and
English; CSV and JSON beside each page; a search that needs no server; pictures of pages whose file is still where the
archive has it; the tables as Parquet, CSV and JSON. No page asks anything of the outside. None names a folder of this
machine: a document is called by the name of its file, and linked where the metadata have its address (url).

What is chosen is worked out as an archive of its own: nothing of what is left out is in a list, a count, a download or
the search. Publishing again writes what has changed and removes what is gone; a folder of anybody else's is refused.
"""


def add_publish(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `publish`."""
    publish = commands.add_parser(
        "publish",
        help="write an archive as a site of static files",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = publish.add_argument
    add("archive", metavar="ARCHIVE", help="what migrate made")
    add("site", metavar="SITE", help="a new or empty folder, or a site that was published before")
    some: dict[str, Any] = {"action": "append", "default": []}
    add("--ward", dest="wards", metavar="W", help="only documents of this ward (shinjuku; - for none); several", **some)
    add("--kind", dest="kinds", metavar="K", help="only documents with this kind of section (form, minutes …)", **some)
    add(
        "--category",
        dest="categories",
        metavar="C",
        help="only documents with a case of this category (outsourcing)",
        **some,
    )
    add("--since", metavar="YYYY-MM-DD", type=date_of, help="only documents of this day or later")
    add("--until", metavar="YYYY-MM-DD", type=date_of, help="only documents of this day or earlier")
    add("--leave-out", metavar="PATTERN", help="leave out documents whose name matches (2013/*.pdf); several", **some)
    add(
        "--without",
        choices=("findings", "pictures", "crops", "data", "downloads"),
        help="leave out of every document what was noted while reading, pictures of its pages, kept pictures of "
        "values, CSV and JSON beside each page, or the tables as files; several",
        **some,
    )
    add("--title", metavar="T", help="what the site is called (default: the name of the archive's folder)")
    add("--lang", choices=("ja", "en"), default="ja", help="language of the first page (default: ja)")
    add("--workers", metavar="N", type=int, help="processes (default: one for each core)")
    publish.set_defaults(run=_publish, parser=publish)


def _publish(arguments: argparse.Namespace) -> int:
    from kaigi_extract.web.publish.verb import publish

    given = {name: value for name in _CHOICES if (value := getattr(arguments, name))}
    kept = Message("what is in {site} stays there; run the same command again to go on", site=arguments.site)
    with keeping(lambda: kept):
        done = publish(arguments.archive, arguments.site, **given, lang=arguments.lang, progress=_Lines())
    say(
        Message(
            "{site}: {documents} documents, {pages} pages in two languages, {files} files of {size} MB; {changed} "
            "written, {removed} removed",
            site=done.site,
            documents=done.documents,
            pages=done.pages,
            files=done.files,
            size=f"{done.size / 1e6:,.1f}",
            changed=done.changed,
            removed=done.removed,
        )
    )
    print(os.path.join(done.site, "index.html"))
    return 0


_STEPS = {
    "choosing": "choosing documents and working out their tables",
    "pictures": "pictures of {total} documents",
    "downloads": "tables to download",
    "search": "search over {total} documents",
    "pages": "pages to write: {total}",
}
_SO_FAR = "{done} of {total}, {rate} a second"


class _Lines:
    """How far it is, on standard error."""

    def __init__(self) -> None:
        self._total: int | None = None
        self._done = 0
        self._start = self._said = time.monotonic()

    def step(self, name: str, total: int | None = None) -> None:
        """Says which step begins."""
        self._total, self._done = total, 0
        self._start = self._said = time.monotonic()
        say(Message(_STEPS[name], total=f"{total or 0:,}"))

    def advance(self, count: int) -> None:
        """Counts; says so now and then."""
        self._done += count
        now = time.monotonic()
        if now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            rate = f"{self._done / (now - self._start):,.0f}"
            so_far = Message(_SO_FAR, done=f"{self._done:,}", total=f"{self._total or 0:,}", rate=rate)
            print(so_far.into(spoken()), file=sys.stderr)
