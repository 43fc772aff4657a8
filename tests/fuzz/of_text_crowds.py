"""Damages of texts in numbers or in depth: runs of one character, brackets in brackets, thousands of labels, dates, rows."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

MANY = (300, 5_000, 60_000)
RUNS = (
    "0", "9", "１", "一", "〇", "億", "，", "、", "。", ".", "．", "・", "…", "‥", "-", "－", "―", "─", "ー", "=", "_", "＿", "|", "｜", "│",
    "(", "（", "［", "「", "『", "【", "〔", "〈", "{", ")", "）", "」", "】", "\u0301", "\u3099", "\ufe00", "\U000e0100", "\u200d", "\u20dd", "\u202e",
    " ", "　", "\t", "\u00a0", "\u200b", "\x0b", "\x0c", "\r", "\n", "\x00", "\x1b", "ｱ", "ﾞ", "ﷺ", "㌀", "㎏", "①", "第", "条", "項", "号", "の",
    "年", "月", "日", "令和", "附則", "〃", "同", "：", ":", "○", "●", "◎", "□", "■", "☑", "レ", "✓", "#", "*", ">", "`", "~", "<", "&", "\\", "\"", "'", ",",
)  # fmt: skip
"""Characters and words of which there are so many, one behind the other."""
PAIRS = ("（）", "「」", "『』", "【】", "()", "[]", "{}", "〔〕", "<>", "“”")
LINES = (
    "第{0}条　乙は、第{0}条第{0}項第{0}号の規定による。", "第{0}条の{0}　略", "{0}　件名", "({0})　件名", "（{0}）　鍵", "ア　鍵", "１．２．{0}　鍵", "別表第{0}", "諮問第{0}号", "報告事項{0}",
    "令和{0}年{0}月{0}日", "{0}年度", "○委員{0}　はい。", "【会長】　はい。", "委員{0}：はい。", "会長　{0}", "件名　鍵{0}", "件名：鍵{0}", "{0}|{0}|{0}", "|{0}|{0}|", "+--+--+", "{0}\t{0}\t{0}", "{0},{0},{0}",
    "出席者　川辺{0}、谷口{0}", "欠席　川辺{0}", "議題　{0}", "資料{0}　鍵", "・鍵{0}", "- [x] 鍵{0}", "□有　■無", "# {0}", "{0}\f", "約{0}人", "{0},{0}円", "理由{0}", "備考", "以上", "記", "附　則", "（別紙{0}）", "…………{0}",
)  # fmt: skip


def crowded_text(data: bytes, chance: Random) -> bytes:
    """One character a thousand times, brackets in brackets, one kind of line without an end, one line of all of them."""
    many = chance.choice(MANY)
    shapes: tuple[Callable[[], str], ...] = (
        lambda: chance.choice(RUNS) * many,
        lambda: _mixed(chance, many),
        lambda: _nested(chance.choice(PAIRS), many),
        lambda: chance.choice(PAIRS) * many,
        lambda: _lines(chance.choice(LINES), min(many, 5_000), "\n"),
        lambda: _lines(chance.choice(LINES), min(many, 5_000), ""),
        lambda: _lines(chance.choice(LINES) + chance.choice(("\n", "　", "、")) + chance.choice(LINES), min(many, 2_000), chance.choice(("\n", "　", ""))),
        lambda: "\n".join(chance.choice(RUNS) * (number % 90) for number in range(min(many, 5_000))),
        lambda: chance.choice(("件名　", "第１条　", "○会長　", "議題　", "a=", "")) + chance.choice(RUNS) * many + chance.choice(("年", "人", "条", "）", "")),
    )  # fmt: skip
    text = chance.choice(shapes)()
    try:
        before = data.decode()
    except UnicodeDecodeError:
        before = data.decode("cp932", "replace")
    at = chance.choice((0, len(before), chance.randrange(len(before) + 1)))
    return (before[:at] + chance.choice(("", "\n")) + text + chance.choice(("", "\n")) + before[at:]).encode()


def _mixed(chance: Random, many: int) -> str:
    """Two or three of them by turns."""
    return "".join(chance.choices(RUNS, k=chance.choice((2, 3)))) * (many // 2)


def _nested(pair: str, many: int) -> str:
    return pair[0] * many + "鍵" + pair[1] * many


def _lines(shape: str, many: int, between: str) -> str:
    return between.join(shape.format(number) for number in range(1, many + 1))
