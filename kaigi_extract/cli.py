"""The command line: each command is one public verb. Prints, and turns errors into exit codes."""

from __future__ import annotations

import argparse


def main(argv: list[str] | None = None) -> int:
    from kaigi_extract.extract import extract

    p = argparse.ArgumentParser(prog="kaigi-extract")
    s = p.add_subparsers(dest="command", required=True)
    e = s.add_parser("extract")
    e.add_argument("files", nargs="+")
    e.add_argument("--reader", default="pymupdf")
    a = p.parse_args(argv)
    for f in a.files:
        print(extract(f, reader=a.reader).model_dump_json(indent=1))
    return 0
