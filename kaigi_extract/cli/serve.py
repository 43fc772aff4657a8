"""`serve`: an archive in the browser, to look into; nothing can be changed."""

from __future__ import annotations

import argparse
import contextlib

from kaigi_extract.cli.messages import EXIT_CODES, say

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
    add = serve.add_argument
    add("archive", metavar="ARCHIVE", help="what migrate made")
    add(
        "--port",
        metavar="N",
        type=int,
        default=PORT,
        help="port on 127.0.0.1, 0 for any that is free (default: %(default)s)",
    )
    add("--no-browser", action="store_true", help="open no browser; the address is printed")
    add("--lang", choices=("ja", "en"), default="ja", help="language of the first page (default: ja)")
    serve.set_defaults(run=_serve, parser=serve)


def _serve(arguments: argparse.Namespace) -> int:
    from kaigi_extract.optional import load

    for package in ("starlette", "uvicorn"):
        load(package, "serve", "web")
    from kaigi_extract.web.browse.application import BrowseApplication
    from kaigi_extract.web.browse.archive import ArchiveView
    from kaigi_extract.web.browse.site import Site
    from kaigi_extract.web.server import LocalServer

    view = ArchiveView(arguments.archive)
    server = LocalServer(arguments.port, with_token=False)
    browse = BrowseApplication(Site(view), arguments.lang)

    def opened() -> None:
        print(server.address, flush=True)
        say("open this address in a browser; end with Ctrl-C")

    with contextlib.suppress(KeyboardInterrupt):
        server.run(browse.application, opened, browser=not arguments.no_browser)
    view.close()
    return 0
