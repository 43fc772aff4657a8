"""How many paragraphs come back whole from pages of many typesettings. Prints; asserts nothing.

    python tests/benchmarks/bench_wraps.py [PAGES]

A paragraph counts as right where it is one paragraph of the record, word for word. Paragraphs whose last line is full
and ends with a full stop, in a setting without indents or space between paragraphs, nobody can tell from the geometry:
they are counted apart.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.passages import measure, unwrap_lines
from tests.typesetting import Setting, Sheet, ems, paragraphs

KINDS = ("indented", "block", "spaced", "hanging", "list", "mixed")


def setting_of(chance: random.Random, kind: str) -> Setting:
    return Setting(
        size=chance.choice([9.0, 10.0, 10.5, 11.0, 12.0]),
        measure=chance.choice([22, 28, 33, 36, 40, 42]) + chance.choice([0.0, 0.0, 0.3, 0.5]),
        leading=chance.choice([1.0, 1.2, 1.5, 1.75, 2.0, 2.5, 3.0]),
        left=chance.choice([55.0, 70.0, 85.0]),
        justified=chance.random() < 0.6,
        hanging_stops=chance.random() < 0.3,
        first_indent={"indented": 1.0, "mixed": 1.0}.get(kind, 0.0),
        hanging={"hanging": chance.choice([1.0, 2.0]), "list": 1.0}.get(kind, 0.0),
        paragraph_space=chance.choice([0.7, 1.0]) if kind == "spaced" else 0.0,
    )


def read(sheet: Sheet) -> list[str]:
    arrangement = arrange(
        [arrange_page(page, lambda _: False) for page in sheet.pages], lambda _: None, lambda _: False
    )
    lines = [item for item in arrangement.items if hasattr(item, "text")]
    return unwrap_lines(lines, measure(lines)).text.split("\n")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    untold = 0
    for seed in range(count):
        chance = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        setting, sheet = setting_of(chance, kind), Sheet()
        texts, unsure = [], set()
        for k, words in enumerate(paragraphs(chance, chance.randint(3, 14)), 1):
            text = f"{k}　{words}" if kind == "list" else words
            lines = sheet.add(text, setting)
            full = setting.measure - lines[-1].indent - ems(lines[-1].text) < 3.0
            if full and kind == "block":
                unsure.add(k - 1)
            texts.append(text)
        got = read(sheet)
        for k, text in enumerate(texts):
            if k in unsure or k - 1 in unsure:
                untold += 1
                continue
            total[kind] += 1
            right[kind] += text in got
            if text not in got and "-v" in sys.argv:
                near = [line for line in got if line[:8] == text[:8] or text[:8] in line]
                print(seed, kind, setting, "\n  is ", text, "\n  got", near[:2])
    for kind in KINDS:
        print(f"{kind:10}{right[kind]:6} of {total[kind]:6}  {right[kind] / max(total[kind], 1):.2%}")
    print(f"all       {right.total():6} of {total.total():6}  {right.total() / total.total():.3%}; untold {untold}")


if __name__ == "__main__":
    main()
