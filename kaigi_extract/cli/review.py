"""`review`: a page in the browser on which people settle doubtful values."""

from __future__ import annotations

import argparse
import contextlib

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.corrections import who_says_so
from kaigi_extract.cli.messages import EXIT_CODES, say
from kaigi_extract.cli.reading import add_reading_options, reading_options

DESCRIPTION = """\
A page opens in the browser, served by this machine for this machine alone: doubtful values, the one first that it is
worth most to look at, each beside its place on the page. Enter confirms, typing corrects. What is settled is kept at
once as a correction (see correct): nothing is lost if this ends at any moment, and the review goes on where it was.
Several browsers may be at it. The tables of an archive are brought up to date when the review ends, and now and then
while nobody settles anything; what a killed review has left is made up for when the next one begins.

Labels that no mapping knows have pages of their own. One is given its field, or none; that is tried on the documents
of its body, what changes is shown value by value, and what is kept is written: into the file that --mapping gave, else
into a file in your folder of settings that every run reads, a copy of the mapping that comes along and in its place. A
body without a mapping gets a draft. What migrate will read again because of it is said.

End it by the button on the page, or by Ctrl-C.
"""


def add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `review`."""
    review = commands.add_parser(
        "review",
        help="settle doubtful values beside their page, in the browser",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = review.add_argument
    add("targets", metavar="ARCHIVE|FILE", nargs="+", help="an archive, or files that extract reads")
    add("--by", metavar="WHO", help="who settles the values (default: the name you are logged in by)")
    add("--port", metavar="N", type=int, default=0, help="port on 127.0.0.1 (default: any that is free)")
    add("--no-browser", action="store_true", help="open no browser; the address is printed")
    add(
        "--lang", choices=("ja", "en"), default="ja", help="language of the page (default: ja); it can be changed there"
    )
    add_reading_options(review)
    review.set_defaults(run=_review, parser=review)


def _review(arguments: argparse.Namespace) -> int:
    from kaigi_extract.optional import load

    for package in ("starlette", "uvicorn"):
        load(package, "review", "web")
    from kaigi_extract.pipeline import ReadingOptions
    from kaigi_extract.web.review.holdings import holdings_of
    from kaigi_extract.web.review.labels import LabelReview
    from kaigi_extract.web.review.session import Review
    from kaigi_extract.web.review.site import ReviewSite
    from kaigi_extract.web.review.upkeep import Upkeep
    from kaigi_extract.web.server import LocalServer

    options = ReadingOptions(**reading_options(arguments))
    holdings = holdings_of(arguments.targets, options)
    server = LocalServer(arguments.port)
    if holdings.finish():
        say(Message("{name}: its tables were not those of its records, and are now", name=holdings.name))
    review = Review(holdings, who_says_so(arguments))
    labels = LabelReview(holdings, options)
    site = ReviewSite(review, arguments.lang, server.stop, labels)
    review.begin()
    labels.begin()

    def opened() -> None:
        print(server.address, flush=True)
        say(Message("open this address in a browser; end with Ctrl-C, or with the button on the page"))

    with Upkeep(holdings), contextlib.suppress(KeyboardInterrupt):
        server.run(site.application, opened, browser=not arguments.no_browser)
    progress = review.progress()
    say(
        Message(
            "{name}: {settled} of {total} values are settled; all of it is kept",
            name=holdings.name,
            settled=progress.settled,
            total=progress.total,
        )
    )
    if holdings.finish():
        say(Message("{name}: its tables are up to date", name=holdings.name))
    return 0
