"""Render the corpus again: `python -m recipe [WORD]` from this folder's parent; WORD picks papers by name.

`python -m recipe --scans [WORD]` makes the scans only, from the PDFs that are there.
`python -m recipe --original FOLDER` instead holds every file of the corpus against the texts in FOLDER.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from . import bundle, expected, render, scan
from .content import HERE, Paper, load
from .layout import Layout
from .original import check

CORPUS = HERE.parent
WORDED = {".pdf", ".docx", ".txt", ".json", ".toml", ".py", ".md"}  # what --original reads
Renderer = Callable[[Paper, Layout, Path], None]

TAX = Layout(
    label_width=30, label_valign="middle", first_line_indent="space", nested_table=True, merged_field="委託の内容"
)
# (paper, ending, tool, layout), one line a file of the corpus
FILES: list[tuple[str, str, Renderer, Layout]] = [
    ("shinjuku-2013-library-cards", ".pdf", render.chromium_pdf, Layout()),
    ("shinjuku-2015-tax-entry", ".docx", render.word_file, TAX),
    ("shinjuku-2015-tax-entry", ".pdf", render.libreoffice_pdf, TAX),
    ("shinjuku-2016-sports-booking", ".pdf", render.chromium_pdf, Layout(font_size=11, line_height=1.55)),
    (
        "shinjuku-2017-bicycle-parking",
        ".pdf",
        render.chromium_pdf,
        Layout(border="none", label_valign="top", label_spacing="none", label_width=30),
    ),
    (
        "shinjuku-2018-health-checkups",
        ".pdf",
        render.chromium_pdf,
        Layout(
            font_size=12,
            margins=(26, 22, 22, 22),
            label_width=18,
            cover_label_width=20,
            label_valign="top",
            border="dashed",
            outer="double",
            upright="stack",
            running_head="every",
            page_number="- {} -",
        ),
    ),
    ("shinjuku-2019-evacuation-list", ".txt", render.text_file, Layout()),
    (
        "shinjuku-2020-bulky-waste",
        ".pdf",
        render.chromium_pdf,
        Layout(shading="#dddddd", label_width=32.5, cover_label_width=32.5, first_line_indent="space"),
    ),
]


BUNDLES = [("nerima-2014-bundle", Layout(line_height=1.5, first_line_indent="none", label_gap=" "))]  # set by Chromium
SCANS = [  # with seeds
    ("shinjuku-2013-library-cards", "office", 2013),
    ("shinjuku-2013-library-cards", "fax", 2013),
    ("shinjuku-2018-health-checkups", "poor", 2018),
]


def build(word: str) -> None:
    """Write the files whose paper's name contains `word`, and their expected records."""
    for name, ending, renderer, layout in FILES:
        if word in name:
            paper = load(name)
            renderer(paper, layout, CORPUS / (name + ending))
            expected.write(paper, CORPUS / f"{name}.expected.json")
            print(name + ending)
    for name, layout in BUNDLES:
        if word in name:
            bundle.build(name, layout, CORPUS)
            print(name + ".pdf")
    build_scans(word)


def build_scans(word: str) -> None:
    """Scan the PDFs whose paper's name contains `word`; what they say is told by the paper's expected record."""
    folder = CORPUS / "scans"
    folder.mkdir(exist_ok=True)
    for name, preset, seed in SCANS:
        if word in name:
            out = folder / f"{name}.{preset}.pdf"
            scan.write_pdf(CORPUS / f"{name}.pdf", out, scan.PRESETS[preset], seed)
            print(out.relative_to(CORPUS))


def hold_against(texts: Path) -> int:
    """Print what the corpus shares with the texts; 1 where there is anything."""
    files = [x for x in sorted(CORPUS.rglob("*")) if x.is_file() and x.suffix in WORDED]
    found = check(files, texts)
    for name, same in found.items():
        print(f"{name}: {same[0]} and {len(same) - 1} more")
    print(f"{len(files)} files, {len(found)} with a run that stands in {texts.name} too")
    return int(bool(found))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--original", type=Path, metavar="FOLDER")
    parser.add_argument("--scans", action="store_true")
    options = parser.parse_args()
    if options.original:
        return hold_against(options.original)
    (build_scans if options.scans else build)(options.word)
    return 0


if __name__ == "__main__":
    sys.exit(main())
