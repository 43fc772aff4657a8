"""Cited articles and the laws they are of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.citations import find_citations

CITED = [
    # text, [(ordinance, article, branches, paragraph, item)]
    ("第14条第1項（業務委託）", [(None, 14, (), 1, None)]),
    ("第 17 条 第 1 項 第 4 号", [(None, 17, (), 1, 4)]),
    ("第61条の8の2第3項", [(None, 61, (8, 2), 3, None)]),
    ("第二十一条の二", [(None, 21, (2,), None, None)]),
    ("第二十一条の二第三項第四号", [(None, 21, (2,), 3, 4)]),
    ("第３０条の４５に規定する者", [(None, 30, (45,), None, None)]),
    ("第30条の45規定", [(None, 30, (45,), None, None)]),
    ("第3条の一部", [(None, 3, (), None, None)]),
    ("第3条の2人", [(None, 3, (), None, None)]),
    ("（青葉区文書条例第17条関係)", [("青葉区文書条例", 17, (), None, None)]),
    ("青葉区文書条例第 13 条および同条例施行規則第6 条に基づき", [("青葉区文書条例", 13, (), None, None), ("同条例施行規則", 6, (), None, None)]),
    ("区は、法第 24 条の２第４項により", [("法", 24, (2,), 4, None)]),
    ("同法第7条第13号", [("同法", 7, (), None, 13)]),
    ("要綱第3条", [("要綱", 3, (), None, None)]),
    ("車両法施行令第30条の31の規定", [("車両法施行令", 30, (31,), None, None)]),
    ("出入国管理及び難民認定法第3条", [("出入国管理及び難民認定法", 3, (), None, None)]),
    ("中野区個人情報の保護に関する条例第18条", [("中野区個人情報の保護に関する条例", 18, (), None, None)]),
    ("個人情報の保護に関する法律（平成15年法律第57号）第23条", [("個人情報の保護に関する法律", 23, (), None, None)]),
    ("区は車両法の一部を改正する等の法律第3条により", [("車両法の一部を改正する等の法律", 3, (), None, None)]),
    ("本件は条例第16条第2項第3号に該当", [("条例", 16, (), 2, 3)]),
    ("車両法及び文書条例第2条", [("文書条例", 2, (), None, None)]),
    ("車両法第1条及び第2条", [("車両法", 1, (), None, None), (None, 2, (), None, None)]),
    ("第1条から第5条まで", [(None, 1, (), None, None), (None, 5, (), None, None)]),
    ("第2号様式（第6条関係）", [(None, 6, (), None, None)]),
    *(
        (f"{lead}青葉区文書条例第17条により", [("青葉区文書条例", 17, (), None, None)])
        for lead in [
            "なお", "なお、", "また", "ただし", "ただし、", "この場合において", "この場合において、", "上記の", "前記の", "下記の", "現行の", "本件の",
            "区の", "本区の", "当該", "同じく", "同様に", "さらに", "更に", "加えて", "あわせて", "併せて", "よって", "そして", "すなわち", "例えば",
            "特に", "次に", "まず", "又", "尚", "但し", "しかし", "しかしながら", "なおかつ", "一方", "既に", "今回", "それぞれ", "区民に対して",
            "関係法令", "なお同じく上記の",
        ]
    ),
    ("上記の公文書等の管理に関する法律第3条", [("公文書等の管理に関する法律", 3, (), None, None)]),
    ("上記の車両法の一部を改正する等の法律第3条", [("車両法の一部を改正する等の法律", 3, (), None, None)]),
    ("同じく条例第5条", [("条例", 5, (), None, None)]),
    ("前記の法第5条", [("法", 5, (), None, None)]),
    ("この条例第5条", [("この条例", 5, (), None, None)]),
    ("本条例第5条", [("本条例", 5, (), None, None)]),
    ("当該条例第5条", [("当該条例", 5, (), None, None)]),
    ("当該施行規則第5条", [("当該施行規則", 5, (), None, None)]),
    ("関係法令第5条", [("関係法令", 5, (), None, None)]),
    ("更生保護法第3条", [("更生保護法", 3, (), None, None)]),
    ("特定商取引法第3条", [("特定商取引法", 3, (), None, None)]),
    ("まちづくり条例第3条", [("まちづくり条例", 3, (), None, None)]),
    ("よめな区個人情報の保護に関する条例第5条", [("よめな区個人情報の保護に関する条例", 5, (), None, None)]),
    ("およびこすもす市個人情報保護に関する条例第5条", [("こすもす市個人情報保護に関する条例", 5, (), None, None)]),
    ("区はよめな区個人情報の保護に関する条例第5条", [("よめな区個人情報の保護に関する条例", 5, (), None, None)]),
    ("同じく区個人情報の保護に関する条例第5条", [("区個人情報の保護に関する条例", 5, (), None, None)]),
    ("かつしか花条例第3条", [("かつしか花条例", 3, (), None, None)]),
    ("港区の文書条例第3条", [("港区の文書条例", 3, (), None, None)]),
    ("契約書第3条", [(None, 3, (), None, None)]),
    ("車両法第1条第2条", [("車両法", 1, (), None, None), (None, 2, (), None, None)]),
    ("区は、車両法\n（昭和26年）第3条", [(None, 3, (), None, None)]),
    ("これはの条例第5条", [("条例", 5, (), None, None)]),
    ("条例による第5条", [(None, 5, (), None, None)]),
    ("車両法の第5条", [("車両法", 5, (), None, None)]),
    ("「車両法」第5条", [("車両法", 5, (), None, None)]),
    ("車両法（第5条関係）", [("車両法", 5, (), None, None)]),
    ("（第5条関係）", [(None, 5, (), None, None)]),
    ("車両条例（平成9年条例第2号）（以下「条例」という。）第5条", [("車両条例", 5, (), None, None)]),
    ("青葉区情報公開・文書条例第5条", [("青葉区情報公開・文書条例", 5, (), None, None)]),
    ("青葉区・若葉区文書条例第5条", [("若葉区文書条例", 5, (), None, None)]),
    ("青葉区花壇条例・若葉区文書条例第5条", [("若葉区文書条例", 5, (), None, None)]),
    ("青葉区情報公開及び文書条例第5条", [("青葉区情報公開及び文書条例", 5, (), None, None)]),
    ("青葉区情報公開及び若葉区文書条例第5条", [("若葉区文書条例", 5, (), None, None)]),
    ("青葉区民及び文書条例第5条", [("文書条例", 5, (), None, None)]),
    ("車両法・青葉区文書条例第5条", [("青葉区文書条例", 5, (), None, None)]),
    ("区は、はるか市文書条例第5条", [("はるか市文書条例", 5, (), None, None)]),
    ("区ははるか市文書条例第5条", [("はるか市文書条例", 5, (), None, None)]),
    ("区ではさいたま市文書条例第5条", [("さいたま市文書条例", 5, (), None, None)]),
    ("法律に基づくつくば市文書条例第5条", [("つくば市文書条例", 5, (), None, None)]),
    ("並びにひたちなか市文書条例第5条", [("ひたちなか市文書条例", 5, (), None, None)]),
    ("区にかすみがうら市文書条例第5条", [("かすみがうら市文書条例", 5, (), None, None)]),
    ("にかほ市文書条例第5条", [("にかほ市文書条例", 5, (), None, None)]),
    ("がん対策基本法第12条", [("がん対策基本法", 12, (), None, None)]),
    ("これをがま市規則第２条", [("がま市規則", 2, (), None, None)]),
    ("町長がでんでん町公園条例第１条", [("でんでん町公園条例", 1, (), None, None)]),
    ("手続はがんばる町文書規則第３条", [("がんばる町文書規則", 3, (), None, None)]),
    ("これはつがる市文書条例第5条", [("つがる市文書条例", 5, (), None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("はるか市個人情報保護条例第５条", "はるか市個人情報保護条例"),
        ("甲ははるか市公園条例第５条", "はるか市公園条例"),
        ("手続はがんばる町文書規則第３条", "がんばる町文書規則"),
        ("これをがま市規則第２条", "がま市規則"),
        ("がん対策基本法第12条", "がん対策基本法"),
        ("町長がでんでん町公園条例第１条", "でんでん町公園条例"),
        ("乙は条例第５条", "条例"),
        ("第２条が規則第３条", "規則"),
    ],
)
def test_names_that_begin_like_a_particle(text, name):
    assert find_citations(text)[-1].ordinance == name


@pytest.mark.parametrize(("text", "expected"), CITED)
def test_citations(text, expected):
    found = find_citations(text)
    assert [(c.ordinance, c.article, c.branches, c.paragraph, c.item) for c in found] == expected
    for citation in found:
        assert text[citation.start : citation.end] == citation.text
        assert citation.text.startswith(citation.ordinance or "第")


@pytest.mark.parametrize(
    "text", ["", "第1項から", "平成12年3月条例第79号", "第4条件", "条例", "第2号様式", "前条", "同条第2項", "条文の第3"]
)
def test_no_citation(text):
    assert find_citations(text) == []


PART = st.one_of(st.none(), st.integers(1, 99))


@given(
    st.sampled_from(["", "同法", "青葉区文書条例", "車両法施行規則", "令"]),
    st.integers(1, 999),
    st.lists(st.integers(2, 99), max_size=2),
    PART,
    PART,
    st.sampled_from(["", " "]),
)
def test_every_citation_reads_back(name, article, branches, paragraph, item, space):
    parts = [f"{name}第", f"{article}", "条", *(f"の{branch}" for branch in branches)]
    parts += [f"第{paragraph}項"] * (paragraph is not None) + [f"第{item}号"] * (item is not None)
    (found,) = find_citations("区は、" + space.join(parts) + "により行う。")
    assert (found.ordinance, found.article, found.branches) == (name or None, article, tuple(branches))
    assert (found.paragraph, found.item) == (paragraph, item)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区は、花及び種の配布並びに管理に関する条例第5条", "花及び種の配布並びに管理に関する条例"),
        ("区は花及び種の配布並びに管理に関する条例（平成9年条例第2号）の第5条", "花及び種の配布並びに管理に関する条例"),
        ("大花及び種の配布並びに管理に関する条例第5条", "大花及び種の配布並びに管理に関する条例"),
        ("花 及び 種 の配布並びに管理に関する条例 第5条", "花及び種の配布並びに管理に関する条例"),
        ("車両法第5条", "車両法"),
    ],
)
def test_a_name_that_is_known_is_whole(text, name):
    known = re.compile(r"\s?".join("花及び種の配布並びに管理に関する条例") + "$")
    (found,) = find_citations(text, known)
    assert (found.ordinance, found.article) == (name, 5)
