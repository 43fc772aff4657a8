"""Speed of comparing clause sets, Sudachi warm: a pair, and timelines of growing length. Prints; asserts nothing.

    python tests/benchmarks/bench_align.py [SETS ...]

The sets are composed here: 20 clauses, one or two of which change from set to set. Cold is the first pair of a process.
"""

from __future__ import annotations

import datetime
import random
import sys
import time
from collections import deque
from collections.abc import Callable

from kaigi_extract.clauses import align, diff
from kaigi_extract.clauses.lifecycle import life_events
from kaigi_extract.records import Clause, ClauseSet

CLAUSES = 20
ROUNDS = 20
SIZES = (100, 300, 1000)
DOES = ["棚に納め", "帳面に記し", "甲に知らせ", "封筒に入れ", "金庫に移し", "係員が数え", "封印を施し", "箱に分け"]
THINGS = ["名簿", "台帳", "図面", "写真", "鍵", "記録媒体", "申込書", "領収書", "日誌", "地図", "腕章", "端末"]
ENDS = [
    "毎月一度確かめなければならない。",
    "他人に渡してはならない。",
    "三年のあいだ残すものとする。",
    "甲に返さなければならない。",
]


def clause(chance: random.Random, number: int) -> Clause:
    """An invented clause of three sentences."""
    thing = chance.choice(THINGS)
    text = "".join(
        f"乙は、{thing}及び{chance.choice(THINGS)}を{chance.choice(DOES)}、{chance.choice(DOES)}、{chance.choice(ENDS)}"
        for _ in range(3)
    )
    return Clause(number=number, label=str(number), heading=f"{thing}の扱い{number}", text=text, spans=[])


def versions(count: int) -> list[ClauseSet]:
    """Dated sets, each a little other than the one before."""
    chance, day = random.Random(count), datetime.date(1990, 4, 1)
    clauses = [clause(chance, number) for number in range(1, CLAUSES + 1)]
    found = []
    for at in range(count):
        for _ in range(chance.choice([0, 0, 1, 2])):
            place = chance.randrange(CLAUSES)
            old = clauses[place]
            new = clause(chance, old.number)
            again = {"text": old.text[: len(old.text) // 2] + new.text[len(new.text) // 2 :]}
            clauses[place] = new if chance.random() < 0.3 else old.model_copy(update=again)
        date = day + datetime.timedelta(days=10 * at)
        found.append(
            ClauseSet(title="特記事項", kind="special_terms", ward="minami", date=date, clauses=[*clauses], spans=[])
        )
    return found


def apart(chance: random.Random) -> tuple[ClauseSet, ClauseSet]:
    """Two sets that share no clause: the slowest pair there is."""
    one, other = ([clause(chance, n) for n in range(1, CLAUSES + 1)] for _ in range(2))
    return tuple(ClauseSet(title="特記事項", kind="special_terms", clauses=part, spans=[]) for part in (one, other))


def best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main(arguments: list[str]) -> None:
    """Prints a line for each measure."""
    near, far = versions(2), apart(random.Random(0))
    print(f"first pair of the process   {1000 * best(lambda: align(*far), 1):8.1f} ms")
    for name, pair in (("two wards", far), ("two versions", near), ("equal sets", (near[0], near[0]))):
        print(f"align, {name:20} {1000 * best(lambda pair=pair: align(*pair)):8.1f} ms")
        print(f"diff,  {name:20} {1000 * best(lambda pair=pair: diff(*pair)):8.1f} ms")
    for size in map(int, arguments or SIZES):
        sets = versions(size)
        seconds = best(lambda sets=sets: deque(life_events(sets), maxlen=0), 1)
        print(f"timeline of {size:5} sets     {seconds:8.2f} s   {1000 * seconds / size:6.2f} ms a set")


if __name__ == "__main__":
    main(sys.argv[1:])
