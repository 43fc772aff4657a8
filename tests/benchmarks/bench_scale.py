"""How comparing grows with what is compared: each measure at doubling sizes, with the exponent between them.

    python tests/benchmarks/bench_scale.py [annotate] [crosswalk] [edits] [families] [timeline] [SETS]

An exponent of 1 is linear, of 2 the square. Times are CPU seconds, peaks are MB of a process of its own. Where difflib
can do the same it does so beside, over the same texts in the same run. All sets are composed here. Prints, asserts
nothing. SETS is the largest number of sets (default 2,000; timeline and families also 10,000 where it is 10000).
"""

from __future__ import annotations

import difflib
import math
import random
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]  # the other benchmarks, and tests
from bench_align import versions  # noqa: E402

from kaigi_extract.clauses import diff  # noqa: E402
from kaigi_extract.clauses.lifecycle import life_events  # noqa: E402
from kaigi_extract.records import Clause, ClauseSet  # noqa: E402

LARGEST = 2_000
SENTENCES = (330, 670, 1340, 2680)
"""Sentences of the long clause: the last has 64,000 characters."""
WHO, DOES = (
    ["乙", "甲", "受託者"],
    ["保管しなければならない", "返還するものとする", "複写してはならない", "廃棄することができる"],
)
THINGS = ["帳票を", "名簿の写しを", "個人情報を", "書庫の鍵を", "記録媒体を"]

PEAK = """
import resource, sys, time
sys.path.insert(0, {folder!r})
from bench_scale import distinct_sets
from kaigi_extract.clauses import crosswalk
from kaigi_extract.clauses.annotation import annotate_all
sets = distinct_sets({count})
start = time.process_time()
{{"annotate": annotate_all, "crosswalk": crosswalk}}[{what!r}](sets)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def distinct_sets(count: int) -> list[ClauseSet]:
    """Sets of ten clauses of three sentences, none of which stands in two of them."""
    chance = random.Random(count)

    def sentence(at: int) -> str:
        things = "".join(chance.sample(THINGS, 2))
        return f"{chance.choice(WHO)}は、第{at}倉庫の{things}甲が定める日までに{chance.choice(DOES)}。"

    def clause(at: int, number: int) -> Clause:
        text = "".join(sentence(1000 * at + 10 * number + k) for k in range(3))
        return Clause(number=number, label=f"第{number}", heading="扱い", text=text, spans=[])

    return [
        ClauseSet(title=f"特記事項{at}", kind="special_terms", spans=[], clauses=[clause(at, n) for n in range(1, 11)])
        for at in range(count)
    ]


def long_pair(count: int, kind: str) -> tuple[ClauseSet, ClauseSet]:
    """Two sets of one clause of so many sentences; `kind` is what happened to them."""
    chance = random.Random(7)
    parts = [
        f"{chance.choice(WHO)}は、{chance.choice(THINGS)}{chance.choice(THINGS)}{chance.choice(DOES)}"
        for _ in range(count)
    ]
    middle = count // 2
    changed = {
        "one in nine": [f"{part}とき" if at % 9 == 4 else part for at, part in enumerate(parts)],
        "every one": [f"新{part}" for part in parts],
        "halves changed places": parts[middle:] + parts[:middle],
    }[kind]
    made = (
        Clause(number=1, label="第１", heading="細目", text="。".join(each) + "。", spans=[])
        for each in (parts, changed)
    )
    one, other = (ClauseSet(title="特記事項", kind="special_terms", spans=[], clauses=[clause]) for clause in made)
    return one, other


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def show(name: str, measured: Iterable[tuple[int, float]], unit: str = "s") -> None:
    """One line: each size with its measure, then the exponents from one to the next."""
    found = list(measured)
    sizes = "   ".join(f"{size:>6}: {value:8.2f} {unit}" for size, value in found)
    rises = [math.log(b / a) / math.log(n / m) for (m, a), (n, b) in pairwise(found) if a > 0 and b > 0]
    print(f"{name:38} {sizes}   exponents {', '.join(f'{rise:.2f}' for rise in rises)}", flush=True)


def sizes(largest: int) -> list[int]:
    """Four sizes, each twice the one before, up to the largest."""
    return [largest // 8, largest // 4, largest // 2, largest]


def edits(_: int) -> None:
    """One long clause, and difflib over its characters."""
    diff(*long_pair(20, "every one"))
    for kind in ("one in nine", "every one", "halves changed places"):
        pairs = [long_pair(count, kind) for count in SENTENCES]
        show(f"a clause, changed: {kind}", [(len(a.clauses[0].text), seconds(partial(diff, a, b))) for a, b in pairs])
    shorter = [long_pair(count, "one in nine") for count in SENTENCES[:2]]
    show(
        "difflib over its characters",
        ((len(a.clauses[0].text), seconds(partial(_difflib, [a, b]))) for a, b in shorter),
    )


def timeline(largest: int) -> None:
    """The versions of one ward, and difflib clause by clause, each with the one of the same place before."""
    made = {size: versions(size) for size in sizes(largest)}
    show("timeline", ((n, seconds(partial(_run_through, sets))) for n, sets in made.items()))
    show("difflib over the same clauses", ((n, seconds(partial(_difflib, sets))) for n, sets in made.items()))


def _run_through(sets: list[ClauseSet]) -> None:
    deque(life_events(sets), maxlen=0)


def _difflib(sets: list[ClauseSet]) -> None:
    for old, new in pairwise(sets):
        for one, other in zip(old.clauses, new.clauses, strict=False):
            difflib.SequenceMatcher(None, one.text, other.text, autojunk=False).get_opcodes()


def _in_own_process(what: str, largest: int) -> None:
    found = [(count, *_measured(what, count)) for count in sizes(largest)]
    show(f"{what}, every sentence another", ((count, value) for count, value, _ in found))
    show(f"{what}, peak", ((count, peak) for count, _, peak in found), "MB")


def _measured(what: str, count: int) -> Iterator[float]:
    code = PEAK.format(folder=str(Path(__file__).parent), count=count, what=what)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return map(float, done.stdout.split())


def annotate(largest: int) -> None:
    """Sentences with actor and modality: GiNZA's parses are nearly all of it."""
    _in_own_process("annotate", largest // 2)


def family(largest: int) -> None:
    """Sets that descend from one template in a hundred, all on one subject and in the same few words."""
    from kaigi_extract.clauses import families
    from tests.set_families import gold

    made = {n: gold(1, templates=max(1, n // 100), each=98, unrelated=max(1, n // 100)).sets for n in sizes(largest)}
    show("families", ((n, seconds(partial(families, sets))) for n, sets in made.items()))


def crosswalk(largest: int) -> None:
    """Topics by set."""
    _in_own_process("crosswalk", largest // 2)


MEASURES = {"annotate": annotate, "crosswalk": crosswalk, "edits": edits, "families": family, "timeline": timeline}


def main(arguments: list[str]) -> None:
    """Runs the measures that are named, or all."""
    largest = next((int(each) for each in arguments if each.isdigit()), LARGEST)
    for name in [each for each in arguments if each in MEASURES] or MEASURES:
        MEASURES[name](largest)


if __name__ == "__main__":
    main(sys.argv[1:])
