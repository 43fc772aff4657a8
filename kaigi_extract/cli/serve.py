"""`serve`: an archive in the browser, to look into; nothing can be changed."""

from __future__ import annotations

import argparse
import contextlib
import os
from typing import TYPE_CHECKING

from kaigi_extract.cli.messages import EXIT_CODES, say

if TYPE_CHECKING:
    from kaigi_extract.catalogue import Language
    from kaigi_extract.web.server import LocalServer

PORT = 8350
DESCRIPTION = """\
A page opens in the browser, served by this machine for this machine alone: search with facets, each document with its
pages and its record side by side, each case with what came of it, companies with all that they handle, clauses through
the years, ward beside ward, any two sets of clauses compared, findings. Nothing can be changed, and nothing is asked of
the outside. Every page is there as CSV and JSON, too: the same address with .csv or .json at its end.

Addresses are made of the content of files, and of the port: they stay when the archive grows. End with Ctrl-C.
"""


def add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `serve`."""
    serve = commands.add_parser(
        "serve",
        help="look into an archive in the browser",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument("archive", metavar="ARCHIVE", help="what migrate made")
    add_serving_options(serve)
    serve.set_defaults(run=_serve, parser=serve)


def add_serving_options(parser: argparse.ArgumentParser) -> None:
    """Adds how pages over an archive are served."""
    add = parser.add_argument
    add(
        "--port",
        metavar="N",
        type=int,
        default=PORT,
        help="port on 127.0.0.1, 0 for any that is free (default: %(default)s)",
    )
    add("--no-browser", action="store_true", help="open no browser; the address is printed")
    add("--lang", choices=("ja", "en"), default="ja", help="language of the first page (default: ja)")


def _serve(arguments: argparse.Namespace) -> int:
    server = server_on(arguments.port, "serve")
    return serve_archive(server, arguments.archive, arguments.lang, browser=not arguments.no_browser)


def server_on(port: int, verb: str) -> LocalServer:
    """The server of an archive, which has its port already and answers nobody yet.

    Raises:
        MissingExtra: A package of the extra `web` is not installed.
        KaigiError: The port is taken.
    """
    from kaigi_extract.optional import load

    for package in ("starlette", "uvicorn"):
        load(package, verb, "web")
    from kaigi_extract.web.server import LocalServer

    return LocalServer(port, with_token=False)


def serve_archive(server: LocalServer, archive: str | os.PathLike[str], language: Language, *, browser: bool) -> int:
    """Serves pages over an archive until it is stopped; the exit code."""
    from kaigi_extract.web.browse.application import BrowseApplication
    from kaigi_extract.web.browse.archive import ArchiveView
    from kaigi_extract.web.browse.site import Site

    view = ArchiveView(archive)
    browse = BrowseApplication(Site(view), language)

    def opened() -> None:
        print(server.address, flush=True)
        say("open this address in a browser; end with Ctrl-C")

    with contextlib.suppress(KeyboardInterrupt):
        server.run(browse.application, opened, browser=browser)
    view.close()
    return 0
