"""How the time of `extract` grows with a text: each kind of text is read at one size, twice and four times it.

Run: `python -m tests.benchmarks.bench_growth [KIND ...]`. Prints CPU seconds and the exponent between the last two
sizes: 1 is linear. Times are those of this machine; only the exponent is compared.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable

from kaigi_extract import extract

SIZES = (20_000, 40_000, 80_000)
"""Characters."""
LARGEST = 1.1
"""The exponent that is marked where it is exceeded."""
KINDS: dict[str, Callable[[int], str]] = {
    "blanks": lambda n: "甲は" + " " * n + "乙に",
    "one line": lambda n: "温室の鍵を預かる者は" * (n // 10),
    "sentences on one line": lambda n: "個人情報を取り扱う。" * (n // 10),
    "one label again and again": lambda n: "件名：あ\n" * (n // 5),
    "labels and values": lambda n: "件名：あ\n" + "".join(f"項目{k}：値{k}\n" for k in range(n // 10)),
    "tabs": lambda n: "件名\tあ\t" * (n // 5),
    "boxes": lambda n: "件名：あ\n取扱い：□あ　■い\n" * (n // 20),
    "clauses": lambda n: "特記事項\n" + "".join(f"第{k}条　乙は、鍵{k}を守る。\n" for k in range(1, n // 16)),
    "items": lambda n: "特記事項\n第１条　次の各号\n" + "".join(f"({k})　鍵{k}\n" for k in range(1, n // 8)),
    "citations": lambda n: "第14条第1項" * (n // 7),
    "brackets": lambda n: "（" * n + "第1条",
    "periods": lambda n: "令和５年４月１日から令和６年３月３１日まで" * (n // 21),
    "speeches": lambda n: (
        "会議録\n日時　令和５年１月５日\n" + "○会長　それでは、次の件です。\n○委員　はい。\n" * (n // 24)
    ),
}


def seconds(text: str) -> float:
    """CPU seconds of one reading."""
    start = time.process_time()
    extract(text.encode(), name="a.txt")
    return time.process_time() - start


def main(names: list[str]) -> None:
    seconds("件名：あ\n")  # what is loaded once
    for name in names or KINDS:
        times = [seconds(KINDS[name](size)) for size in SIZES]
        exponent = math.log2(times[-1] / times[-2])
        mark = "  <" if exponent > LARGEST else ""
        print(f"{name:28}", *(f"{one:7.2f} s" for one in times), f"  n^{exponent:.1f}{mark}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
