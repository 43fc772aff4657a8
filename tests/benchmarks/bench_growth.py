"""How the time of `extract` grows with a text, or with what is on pages, and that of what is done with records: each
kind at four sizes, each twice the one before it.

Run: `python -m tests.benchmarks.bench_growth [TIMES] [KIND ...]`; TIMES, a whole number, makes every size so many times as
large. Prints CPU seconds, each the least of three readings, and the exponent: 1 is linear. It is the slope of the line through the logarithms of the three larger sizes, less what any
file costs. Times are those of this machine; only the exponent
is compared.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from kaigi_extract import extract
from tests.benchmarks import growing_files, growing_pages, growing_verbs

SIZES = (20_000, 40_000, 80_000, 160_000)
"""Characters."""
MARKS = (1_250, 2_500, 5_000, 10_000)
"""Things drawn on one page."""
MANY_MARKS = (5_000, 10_000, 20_000, 40_000)
"""Of squares: 2,500 are read in 0.03 s, of which what any file costs is a third and hides the slope."""
WORDS = (1_250, 2_500, 5_000, 10_000)
"""Things drawn on one page with a word beside each."""
PAGES = (15, 30, 60, 120)
LINES = (12_500, 25_000, 50_000, 100_000)
"""Lines of a text file."""
READ_LINES = (3_125, 6_250, 12_500, 25_000)
"""Lines of a text file in which a case or a clause set is on every few: they take ten times as long."""
SPEECHES = (625, 1_250, 2_500, 5_000)
ROWS = (500, 1_000, 2_000, 4_000)
"""Rows of a table, or paragraphs, of a Word, Excel or web file."""
DOCUMENTS = (250, 500, 1_000, 2_000)
"""Documents of an archive."""
LONG_DOCUMENTS = (80, 160, 320, 640)
"""Documents of 200 clauses each."""
CORRECTIONS = (500, 1_000, 2_000, 4_000)
CLAUSES = (50, 100, 200, 400)
ROUNDS = 3
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
    "a law that nothing names": lambda n: (
        "鍵の条例\n第１条　区は、"
        + "同法の鍵に、同法第3条の鍵を加え、" * (n // 18)
        + "鍵を配る。\n第２条　区は、鍵を守る。\n"
    ),
    "articles that name the one above": lambda n: (
        "鍵の条例\n" + "".join(f"第{k}条　区は、第{k - 1}条の鍵を守る。\n" for k in range(1, n // 20))
    ),
    "brackets": lambda n: "（" * n + "第1条",
    "periods": lambda n: "令和５年４月１日から令和６年３月３１日まで" * (n // 21),
    "speeches": lambda n: (
        "会議録\n日時　令和５年１月５日\n" + "○会長　それでは、次の件です。\n○委員　はい。\n" * (n // 24)
    ),
}


LINE_KINDS: dict[str, tuple[Callable[[int], str], tuple[int, ...]]] = {
    "lines of prose": (lambda n: "".join(f"温室の鍵{k}を預かる者は、これを持ち出さない。\n" for k in range(n)), LINES),
    "lines in paragraphs": (lambda n: "温室の鍵を預かる者は、\n夜間にこれを\n持ち出さない。\n\n" * (n // 4), LINES),
    "lines without an end": (lambda n: "温室の鍵を預かる者は、夜間にこれを外に\n" * n, LINES),
    "lines of pages": (
        lambda n: "".join("温室の鍵を預かる。\n" * 38 + f"- {k} -\n\f" for k in range(n // 40)),
        LINES,
    ),
    "lines in columns": (lambda n: "".join(f"鍵{k}　　　　温室{k}　　　　夜間\n" for k in range(n)), LINES),
    "lines of drawn tables": (lambda n: "┌──┬──┐\n│件名│温室│\n├──┼──┤\n│目的│貸出│\n└──┴──┘\n" * (n // 5), LINES),
    "lines of a Markdown table": (
        lambda n: "| 項目 | 内容 |\n|---|---|\n" + "".join(f"| 鍵{k} | 温室{k} |\n" for k in range(n)),
        LINES,
    ),
    "lines of cases": (
        lambda n: "".join(
            f"案件{k}\n件名：温室{k}の鍵\n担当課：緑地課\n目的：温室の鍵の貸出し\n個人情報の項目：氏名、住所\n\n"
            for k in range(n // 6)
        ),
        READ_LINES,
    ),
    "lines of clause sets": (
        lambda n: "".join(
            f"個人情報取扱特記事項\n第１条　乙は、鍵{k}を守る。\n第２条　乙は、鍵{k}を返す。\n\n" for k in range(n // 4)
        ),
        READ_LINES,
    ),
    "speeches of several lines": (
        lambda n: (
            "会議録\n日時　令和５年１月５日\n出席者　会長　緑川、委員　岸、委員　沢\n"
            + "".join(
                f"○{('緑川会長', '岸委員', '沢委員')[k % 3]}　鍵{k}について説明を願います。\n温室は夜も開いています。\n"
                for k in range(n)
            )
        ),
        SPEECHES,
    ),
    "speeches on items": (
        lambda n: (
            "会議録\n日時　令和５年１月５日\n"
            + "".join(
                f"議題{k // 10 + 1}　温室の鍵{k}について\n○会長　説明を。\n" if k % 10 == 0 else f"○委員　鍵{k}は。\n"
                for k in range(n)
            )
        ),
        SPEECHES,
    ),
    "decisions": (
        lambda n: (
            "会議録\n日時　令和５年１月５日\n次第\n"
            + "".join(f"{k}　諮問第{k}号　温室の鍵の貸出し{k}について\n" for k in range(1, n // 4))
            + "".join(f"○会長　諮問第{k}号について、異議なしと認め、承認とします。\n" for k in range(1, n // 4))
        ),
        SPEECHES,
    ),
    "people of minutes": (
        lambda n: (
            "会議録\n日時　令和５年１月５日\n出席者\n"
            + "".join(f"委員　緑川{k}子\n" for k in range(n))
            + "○会長　始めます。\n○委員　はい。\n"
        ),
        SPEECHES,
    ),
    "materials on an agenda": (
        lambda n: (
            "会議次第\n日時　令和５年１月５日\n配付資料\n"
            + "".join(f"資料{k}　温室の鍵{k}について\n" for k in range(1, n))
        ),
        SPEECHES,
    ),
    "clauses with headings on their lines": (
        lambda n: (
            "個人情報取扱特記事項\n"
            + "".join(f"第{k}条　鍵の扱い{k}\n　乙は、温室の鍵{k}を外に持ち出してはならない。\n" for k in range(1, n))
        ),
        SPEECHES,
    ),
    "clauses with headings above": (
        lambda n: (
            "個人情報取扱特記事項\n"
            + "".join(f"（鍵の扱い{k}）\n第{k}条　乙は、温室の鍵{k}を持ち出してはならない。\n" for k in range(1, n))
        ),
        SPEECHES,
    ),
    "clauses that begin with a list": (
        lambda n: (
            "個人情報取扱特記事項\n" + "".join(f"第{k}条　①　鍵{k}を守る。\n②　鍵{k}を返す。\n" for k in range(1, n))
        ),
        SPEECHES,
    ),
    "items that begin with a list": (
        lambda n: (
            "個人情報取扱特記事項\n第１条　乙は、次のことを守る。\n"
            + "".join(f"({k})　ア　鍵{k}を守る。\n" for k in range(1, n))
            + "第２条　乙は、鍵を返す。\n"
        ),
        SPEECHES,
    ),
    "lines of one clause": (
        lambda n: (
            "個人情報取扱特記事項\n第１条　乙は、次のことを守る。\n"
            + "乙は、温室の鍵を外に持ち出してはならない。また、鍵を返す。\n" * n
            + "第２条　乙は、鍵を返す。\n"
        ),
        SPEECHES,
    ),
    "numbered rows": (
        lambda n: (
            "練馬区　報告事項\n件名　温室の鍵について\n"
            + "".join(f"{k}　適用日{k}\n　令和５年４月１日\n" for k in range(1, n))
        ),
        SPEECHES,
    ),
    "tables with lists after them": (
        lambda n: "".join(
            f"| 件名 | 温室{k} |\n|---|---|\n| 事項 | 貸出し |\n\n１　鍵{k}\n目的\n２　扉\n\n" for k in range(n // 4)
        ),
        SPEECHES,
    ),
    "letters": (
        lambda n: "".join(
            f"令和５年４月{k % 28 + 1}日\n緑区長　様\n審議会会長\n温室の鍵{k}について（答申）\n"
            "貴職から諮問のあった件について、次のとおり答申します。\n記\n適当と認める。\n\n"
            for k in range(n // 8)
        ),
        SPEECHES,
    ),
}


PAGE_KINDS: dict[str, tuple[Callable[[int], bytes], tuple[int, ...]]] = {
    "squares on a page": (growing_pages.boxes, MANY_MARKS),
    "strokes on a page": (growing_pages.strokes, MARKS),
    "slanting strokes on a page": (growing_pages.slants, MARKS),
    "checkboxes on a page": (growing_pages.choices, WORDS),
    "ticks on a page": (growing_pages.ticks, WORDS),
    "fields of a form": (growing_pages.fields, ROWS),
    "notes on a page": (growing_pages.notes, ROWS),
    "pages of one table": (growing_pages.table, PAGES),
    "pages of a table of speakers": (growing_pages.speaker_table, PAGES),
    "pages of prose": (growing_pages.prose, PAGES),
    "pages of clauses": (growing_pages.clauses, PAGES),
    "pages of speeches": (growing_pages.speeches, PAGES),
}

FILE_KINDS: dict[str, tuple[Callable[[int], bytes], str]] = {
    "paragraphs of a Word file": (growing_files.paragraphs, "a.docx"),
    "rows of a Word table": (growing_files.word_rows, "a.docx"),
    "tables of a Word file": (growing_files.word_tables, "a.docx"),
    "clauses of a Word file": (growing_files.word_clauses, "a.docx"),
    "rows of a sheet": (growing_files.sheet_rows, "a.xlsx"),
    "rows of a web page": (growing_files.web_rows, "a.html"),
    "items of a web page": (growing_files.web_lists, "a.html"),
}

VERB_KINDS: dict[str, tuple[Callable[[int], Callable[[], object]], tuple[int, ...]]] = {
    "documents whose tables are written": (growing_verbs.parts, DOCUMENTS),
    "documents in DuckDB": (growing_verbs.database, LONG_DOCUMENTS),
    "corrections of a document": (growing_verbs.corrections, CORRECTIONS),
    "corrections whose places moved": (growing_verbs.moved_corrections, CORRECTIONS),
    "corrections of an archive": (growing_verbs.archive_corrections, DOCUMENTS),
    "clauses compared": (growing_verbs.comparison, CLAUSES),
    "clauses compared that are alike": (growing_verbs.alike_comparison, CLAUSES),
    "clauses compared that moved": (growing_verbs.moved_comparison, CLAUSES),
    "clauses split in two": (growing_verbs.split_comparison, CLAUSES),
    "clauses in other words": (growing_verbs.unlike_comparison, CLAUSES),
    "clauses annotated and compared": (growing_verbs.annotated_comparison, CLAUSES),
}


def seconds(data: bytes, name: str) -> float:
    """CPU seconds of a reading, the least of several."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        extract(data, name=name, recogniser="none")
        taken.append(time.process_time() - start)
    return min(taken)


def seconds_of_verb(prepare: Callable[[int], Callable[[], object]], size: int) -> float:
    """The same of something that is done with records."""
    taken = []
    for _ in range(ROUNDS):
        timed = prepare(size)
        start = time.process_time()
        timed()
        taken.append(time.process_time() - start)
    return min(taken)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
    x, y = statistics.mean(xs), statistics.mean(ys)
    across = sum((a - x) ** 2 for a in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / across


def documents(name: str, times: int = 1) -> tuple[tuple[int, ...], list[bytes], str]:
    """The sizes of a kind, so many times as large as they are, its documents, and what they are called."""
    make: Callable[[int], str | bytes]
    sizes: tuple[int, ...]
    called = "a.txt"
    if name in KINDS:
        make, sizes = KINDS[name], SIZES
    elif name in LINE_KINDS:
        make, sizes = LINE_KINDS[name]
    elif name in FILE_KINDS:
        (make, called), sizes = FILE_KINDS[name], ROWS
    else:
        (make, sizes), called = PAGE_KINDS[name], "a.pdf"
    sizes = tuple(times * size for size in sizes)
    made = [make(size) for size in sizes]
    return sizes, [one.encode() if isinstance(one, str) else one for one in made], called


def show(name: str, sizes: Sequence[int], taken: Sequence[float], least: float) -> None:
    """One line: seconds by size, and the exponent."""
    power = exponent(sizes[1:], [max(one - least, 1e-4) for one in taken[1:]])
    mark = "  <" if power > LARGEST else ""
    print(f"{name:36}", *(f"{one:7.2f} s" for one in taken), f"  n^{power:.2f}{mark}", flush=True)


def main(arguments: list[str]) -> None:
    times = next((int(given) for given in arguments if given.isdigit()), 1)
    names = [given for given in arguments if not given.isdigit()]
    names = names or [*KINDS, *LINE_KINDS, *PAGE_KINDS, *FILE_KINDS, *VERB_KINDS]
    least = seconds("件名：あ\n".encode(), "a.txt")  # what is loaded once, and what any file costs
    for name in (name for name in names if name not in VERB_KINDS):
        sizes, given, called = documents(name, times)
        show(name, sizes, [seconds(data, called) for data in given], least)
    for name in (name for name in names if name in VERB_KINDS):
        prepare, sizes = VERB_KINDS[name]
        sizes = tuple(times * size for size in sizes)
        least = seconds_of_verb(prepare, 1)
        show(name, sizes, [seconds_of_verb(prepare, size) for size in sizes], least)


if __name__ == "__main__":
    main(sys.argv[1:])
