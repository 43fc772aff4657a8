"""What follows from a link, as the comparison page says it, in Japanese and in English."""

from __future__ import annotations

import pytest

from kaigi_extract.clauses import align, clause_set
from kaigi_extract.records import Alignment, CellChange, DutyChange, Link, Replacement, StaleReference
from kaigi_extract.show.comparison.consequences import consequences, replaced_words
from kaigi_extract.show.comparison.report import to_html

STALE = StaleReference(text="第５条", meant=["第６条"], means=["第５条"])
CONSEQUENCES = [
    (
        {"duty_changes": [DutyChange(aspect="modality", direction="weaker", old="must", new="effort")]},
        ("weaker", "緩和（義務の程度）：義務 → 努力義務", "weaker (modality): must → effort"),
    ),
    (
        {"duty_changes": [DutyChange(aspect="exception", direction="weaker", old="", new="急ぐときは、この限りでない。")]},
        (
            "weaker",
            "緩和（ただし書）：なし → 急ぐときは、この限りでない。",
            "weaker (exception): none → 急ぐときは、この限りでない。",
        ),
    ),
    (
        {"duty_changes": [DutyChange(aspect="days", direction="stronger", old="10日以内", new="５日以内")]},
        ("stronger", "強化（日数）：10日以内 → ５日以内", "stronger (days): 10日以内 → ５日以内"),
    ),
    (
        {"stale_references": [STALE]},
        (
            "stale",
            "引用のずれ：第５条は今第５条を指す（もとは第６条）",
            "stale reference: 第５条 means 第５条 now, it meant 第６条",
        ),
    ),
    (
        {"stale_references": [STALE.model_copy(update={"meant": []})]},
        (
            "stale",
            "引用のずれ：第５条は今第５条を指す（もとはなくなった条項）",
            "stale reference: 第５条 means 第５条 now, it meant a clause that is gone",
        ),
    ),
    (
        {"tables": [CellChange(row=2, column=3, old="１年", new=None)]},
        ("cell", "表の2行3列：１年 → なし", "table, row 2, column 3: １年 → none"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "told"), CONSEQUENCES)
def test_what_follows_from_a_link(what: dict[str, object], told: tuple[str, str, str]) -> None:
    link = Link(old=[1], new=[1], similarity=1.0, reason="same text").model_copy(update=what)
    assert [(one.weight, one.japanese, one.english) for one in consequences(link)] == [told]


def test_words_replaced_throughout() -> None:
    alignment = Alignment(old="旧", new="新", links=[], replacements=[Replacement(old="甲", new="発注者", count=4)])
    assert [(one.japanese, one.english) for one in replaced_words(alignment)] == [
        ("「甲」を「発注者」に（4か所）", "「甲」 → 「発注者」 (4 places)")
    ]


def test_the_page_says_them() -> None:
    texts = (
        "第１条（鍵の返却）　受託者は、鍵を10日以内に返さなければならない。\n第２条（報告）　受託者は、報告するものとする。",
        "第１条（鍵の返却）　受託者は、鍵を20日以内に返すよう努めなければならない。\n第２条（報告）　受託者は、報告するものとする。",
    )
    page = to_html(align(*map(clause_set, texts)), evidence=False)
    assert '<li class="weaker"><span class="t-ja">緩和（日数）：10日以内 → 20日以内</span>' in page
    assert '<span class="t-en" lang="en">weaker (modality): must → effort</span>' in page
    assert page.count('class="follows"') == 1
