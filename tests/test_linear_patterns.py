"""Readers of strings take time in proportion to the text, whatever it is made of: no file makes them hang.

Measured as the CPU time of twice the text beside that of the text, in the same process and the best of three: a reader
whose patterns go back over a run has four.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import time
from collections import defaultdict
from pathlib import Path

import pytest

import kaigi_extract
from kaigi_extract import extract
from kaigi_extract.references.bare_labels import find_bare_labels
from kaigi_extract.references.find import defined_names, find_references
from kaigi_extract.text.choices import read_choices
from kaigi_extract.text.citations import find_citations
from kaigi_extract.text.counterparty import read_counterparty
from kaigi_extract.text.data_items import read_data_items
from kaigi_extract.text.dates import find_dates
from kaigi_extract.text.headings import split_heading
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.measures import read_measures
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.periods import find_periods
from kaigi_extract.text.unread_times import find_unread_times
from kaigi_extract.text.width import fold, label_key

SIZE = 20_000
MOST = 3.0
"""Times that twice the text may take; in proportion is 2, with the square 4."""
FLOOR = 0.1
"""Seconds of CPU for twice the text that are in order whatever the ratio: with the square it is seconds."""
READERS = {
    "bare labels": lambda text: list(find_bare_labels(text)),
    "choices": read_choices,
    "citations": find_citations,
    "counterparty": read_counterparty,
    "data items": read_data_items,
    "dates": find_dates,
    "defined names": lambda text: defined_names([text]),
    "fold": fold,
    "heading": split_heading,
    "label": match_label,
    "label key": label_key,
    "measures": read_measures,
    "number": parse_number,
    "periods": find_periods,
    "references": find_references,
    "unread times": lambda text: find_unread_times(text, find_periods(text)),
}
RUNS = [
    *" \t\n　第1１一本あア（(「【）・、。-：|※の□",
    " \n",
    "第1条",
    "区1号\n",
    "令和5年5月5日、",
    "（令和5年5月5日）",
    "資格",
    "法第1条",
    "□ ",
    "開始",
]
AROUND = [("", ""), ("法第1条の", "x"), ("令和5年5月5日から", "x"), ("【", "x"), ("会社（", "）　x")]


def seconds(read, text):
    gc.disable()  # what else the process holds is none of the reader's time
    try:
        start = time.process_time()
        read(text)
        return time.process_time() - start
    finally:
        gc.enable()


def is_linear(read, make):
    for _ in range(3):
        twice = seconds(read, make(2 * SIZE))
        if twice <= FLOOR or twice <= MOST * seconds(read, make(SIZE)):
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_twice_the_text_takes_twice_the_time(name):
    bad = [
        (before, run, behind)
        for run in RUNS
        for before, behind in AROUND
        if not is_linear(READERS[name], lambda size, run=run, a=before, b=behind: a + (run * size)[:size] + b)
    ]
    assert bad == []


WHOLE = {
    "names in columns on one line": "川辺　一郎　",
    "lists in kana on one line": "ア　イ　",
    "clauses on one line": "第１条　乙は、秘密を守る。",
    "minutes on one line": "【会長】諮問第１号について、事務局の説明を求めます。",
    "patterns of minutes on one line": "令和４年７月５日（火）午後２時から午後３時まで",
    "half a tag": "<td>x",
    "a numbering that never goes on": "（１）あ\n",
    "the same article": "第１条　守る。\n",
    "rows that are no table": "a | b\n",
    "edges without words": "+---+---+\n",
    "single characters": "あ\n",
    "columns of spaces": "名前　　　住所　　電話\n",
    "labels without values": "件名\n",
}
"""What a hostile text is made of, as a whole file."""
FILE = 12_000
"""Characters of such a file; ten times as many are read in ten times the time."""


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_twice_the_file_takes_twice_the_time(name):
    def read(text):
        extract(text.encode(), name="a.txt")

    def make(size):
        return (WHOLE[name] * size)[: size * FILE // SIZE]

    assert is_linear(read, make)


MINUTES = """第３回温室審議会会議録
日時　令和５年５月１２日　午後２時から
出席者　川辺委員、{0}　２名
議題
１　温室の鍵について
【会長】開会する。{0}
{0}（川辺委員）
午後{0}閉会
"""
"""Minutes with something hostile among people, in what is said and where they end."""


@pytest.mark.slow
@pytest.mark.parametrize("run", ["　", "1", "一", "（", "：", "区1号\n"])
def test_minutes_with_a_long_run_take_time_in_proportion(run):
    def read(text):
        extract(text.encode(), name="a.txt")

    assert is_linear(read, lambda size: MINUTES.format((run * size)[: size * FILE // SIZE // 2]))


WAYS = {"sub": "search", "subn": "search", "findall": "search", "finditer": "search", "split": "search"}
"""The methods of a pattern that search, beside `search` itself."""
ASKED = re.compile(r"\b(\w+)\.(search|match|fullmatch|sub|subn|findall|finditer|split)\b")


def kept_patterns():
    """The patterns that modules keep, by where they are, each with the methods that are asked of it: of one that others
    may import, anywhere."""
    asked = defaultdict(set)
    for path in Path(kaigi_extract.__file__).parent.rglob("*.py"):
        for name, method in ASKED.findall(path.read_text(encoding="utf-8")):
            asked[(path if name.startswith("_") else None), name].add(WAYS.get(method, method))
    found = {}
    for module in pkgutil.walk_packages(kaigi_extract.__path__, "kaigi_extract."):
        if not module.name.endswith("__main__"):
            loaded = importlib.import_module(module.name)
            for name, value in vars(loaded).items():
                if type(value) is type(late_pattern("")) and isinstance(value.pattern, str):
                    methods = asked[(Path(loaded.__file__) if name.startswith("_") else None), name]
                    found.setdefault(value.pattern, (f"{module.name}.{name}", value, methods))
    return found.values()


def test_no_pattern_goes_back_over_a_run():
    """Each is tried as it is asked: one that begins with white space and searches looks at a run from each of its
    places, so it must not begin within one (`(?<!\\s)\\s*`)."""
    bad = []
    for place, pattern, methods in kept_patterns():
        for method in methods:
            find = getattr(pattern, method)
            for run in RUNS:

                def make(size, run=run):
                    return (run * size)[: size // 20] + "x"

                if seconds(find, make(SIZE)) > FLOOR / 20 and not is_linear(find, make):
                    bad.append((place, method, run))
    assert bad == []
