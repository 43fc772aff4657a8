"""Numbering labels, and what looks like one; headings in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.headings import clause_heading, split_heading
from kaigi_extract.text.labels import AIUEO, IROHA, match_label, match_term

LABELS = [
    # line, style, number, label, text after it
    ("１　件　　名", "digit", 1, "１", "件　　名"),
    ("１\u2003件\u2003\u2003名", "digit", 1, "１", "件\u2003\u2003名"),
    ("1 件名", "digit", 1, "1", "件名"),
    ("1件名", "digit", 1, "1", "件名"),
    ("  2. 車両の管理", "digit", 2, "2.", "車両の管理"),
    ("３．車両", "digit", 3, "３．", "車両"),
    ("4、車両", "digit", 4, "4、", "車両"),
    ("１１　乙は", "digit", 11, "１１", "乙は"),
    ("120 車両", "digit", 120, "120", "車両"),
    ("１ 日 時  五月", "digit", 1, "１", "日 時  五月"),
    ("1 日常業務の記録", "digit", 1, "1", "日常業務の記録"),
    ("2 人事管理", "digit", 2, "2", "人事管理"),
    ("3 回収方法", "digit", 3, "3", "回収方法"),
    ("1 部署", "digit", 1, "1", "部署"),
    ("5 個人情報", "digit", 5, "5", "個人情報"),
    ("16 世帯主の氏名", "digit", 16, "16", "世帯主の氏名"),
    ("6 期間", "digit", 6, "6", "期間"),
    ("3 本業務に", "digit", 3, "3", "本業務に"),
    ("9 月額", "digit", 9, "9", "月額"),
    ("１．９月議会の一般質問", "digit", 1, "１．", "９月議会の一般質問"),
    ("1 万一の事故", "digit", 1, "1", "万一の事故"),
    ("8 千川通り", "digit", 8, "8", "千川通り"),
    ("1 分かりやすい説明", "digit", 1, "1", "分かりやすい説明"),
    ("1 日ごろの備え", "digit", 1, "1", "日ごろの備え"),
    ("4 名前の記入", "digit", 4, "4", "名前の記入"),
    ("3 件数の報告", "digit", 3, "3", "件数の報告"),
    ("2 項目の追加", "digit", 2, "2", "項目の追加"),
    ("6 分離の方法", "digit", 6, "6", "分離の方法"),
    ("2 つぎに掲げる", "digit", 2, "2", "つぎに掲げる"),
    ("1 次に掲げる", "digit", 1, "1", "次に掲げる"),
    ("1次の", "digit", 1, "1", "次の"),
    ("1 はじめに", "digit", 1, "1", "はじめに"),
    ("1 24時間対応の窓口", "digit", 1, "1", "24時間対応の窓口"),
    ("3 5件以上の申込み", "digit", 3, "3", "5件以上の申込み"),
    ("第１章　総則", "dai_sho", 1, "第１章", "総則"),
    ("第１編（総則）", "dai_sho", 1, "第１編", "（総則）"),
    ("ア　アイロン", "kana", "ア", "ア", "アイロン"),
    ("1 LANを", "digit", 1, "1", "LANを"),
    ("1（目的）乙は", "digit", 1, "1", "（目的）乙は"),
    ("3の2 加入者", "digit", 3, "3の2", "加入者"),
    ("1.", "digit", 1, "1.", ""),
    ("⒈乙は", "digit", 1, "⒈", "乙は"),
    ("1) 乙は", "digit_paren", 1, "1)", "乙は"),
    ("２）乙は", "digit_paren", 2, "２）", "乙は"),
    ("(1) 乙は", "paren_digit", 1, "(1)", "乙は"),
    ("（１２）乙は", "paren_digit", 12, "（１２）", "乙は"),
    ("( 3 ) 乙は", "paren_digit", 3, "( 3 )", "乙は"),
    ("⑴ 乙は", "paren_digit", 1, "⑴", "乙は"),
    ("(1)がん検診", "paren_digit", 1, "(1)", "がん検診"),
    ("(2)法第9条", "paren_digit", 2, "(2)", "法第9条"),
    ("①乙は", "circled", 1, "①", "乙は"),
    ("㊿ 乙は", "circled", 50, "㊿", "乙は"),
    ("❷乙は", "circled_filled", 2, "❷", "乙は"),
    ("⓫ 乙は", "circled_filled", 11, "⓫", "乙は"),
    ("⓶ 乙は", "circled_double", 2, "⓶", "乙は"),
    ("➂　乙は", "circled", 3, "➂", "乙は"),
    ("㉑乙は", "circled", 21, "㉑", "乙は"),
    ("㈠　乙は", "paren_kanji", 1, "㈠", "乙は"),
    ("㈩乙は", "paren_kanji", 10, "㈩", "乙は"),
    ("㊁　乙は", "circled_kanji", 2, "㊁", "乙は"),
    ("㋑ 氏名", "circled_kana", "イ", "㋑", "氏名"),
    ("㋾ 氏名", "circled_kana", "ヲ", "㋾", "氏名"),
    ("⒝ 氏名", "paren_alpha", "b", "⒝", "氏名"),
    ("🄑 氏名", "paren_alpha", "B", "🄑", "氏名"),
    ("ⓩ 氏名", "circled_alpha", "z", "ⓩ", "氏名"),
    ("ⓒ 氏名", "circled_alpha", "c", "ⓒ", "氏名"),
    ("⒉．車両", "digit", 2, "⒉．", "車両"),
    ("🄊 車両", "digit", 9, "🄊", "車両"),
    ("第1 目的", "dai", 1, "第1", "目的"),
    ("第１（目的）", "dai", 1, "第１", "（目的）"),
    ("第一　目的", "dai", 1, "第一", "目的"),
    ("第10 関係法令の遵守", "dai", 10, "第10", "関係法令の遵守"),
    ("第1条（目的）この", "dai_jo", 1, "第1条", "（目的）この"),
    ("第 1 条 乙は", "dai_jo", 1, "第 1 条", "乙は"),
    ("第二十一条　乙は", "dai_jo", 21, "第二十一条", "乙は"),
    ("第５条　第２条に規定する者は", "dai_jo", 5, "第５条", "第２条に規定する者は"),
    ("第５条　第２条第１項の規定により", "dai_jo", 5, "第５条", "第２条第１項の規定により"),
    ("第５条　第２条 第１項の規定により", "dai_jo", 5, "第５条", "第２条 第１項の規定により"),
    ("第 5 条  第 2 条及び第 3 条の規定は", "dai_jo", 5, "第 5 条", "第 2 条及び第 3 条の規定は"),
    ("第３の２　乙は", "dai", 3, "第３の２", "乙は"),
    ("第３の２（監督）乙は", "dai", 3, "第３の２", "（監督）乙は"),
    ("第５条の２　第５条の規定は", "dai_jo", 5, "第５条の２", "第５条の規定は"),
    ("第五条　第二条の二の規定は", "dai_jo", 5, "第五条", "第二条の二の規定は"),
    ("第８条　第三者への提供", "dai_jo", 8, "第８条", "第三者への提供"),
    ("第８条　第１回の報告は", "dai_jo", 8, "第８条", "第１回の報告は"),
    ("第10　第三者への提供の禁止", "dai", 10, "第10", "第三者への提供の禁止"),
    ("第５　第２に規定する者は", "dai", 5, "第５", "第２に規定する者は"),
    ("第５　第２項の規定により", "dai", 5, "第５", "第２項の規定により"),
    ("第２　期間", "dai", 2, "第２", "期間"),
    ("第３　次に掲げる事項", "dai", 3, "第３", "次に掲げる事項"),
    ("第１　次による。", "dai", 1, "第１", "次による。"),
    ("第2項　第3条に規定する者は", "dai_ko", 2, "第2項", "第3条に規定する者は"),
    ("第3項 乙は", "dai_ko", 3, "第3項", "乙は"),
    ("第4号 車両", "dai_go", 4, "第4号", "車両"),
    ("第２章　総則", "dai_sho", 2, "第２章", "総則"),
    ("ア 氏名", "kana", "ア", "ア", "氏名"),
    ("イ　鍵", "kana", "イ", "イ", "鍵"),
    ("ウ．氏名", "kana", "ウ", "ウ．", "氏名"),
    ("ｴ 氏名", "kana", "エ", "ｴ", "氏名"),
    ("ア氏名", "kana", "ア", "ア", "氏名"),
    ("(ア) 氏名", "paren_kana", "ア", "(ア)", "氏名"),
    ("（ｲ）氏名", "paren_kana", "イ", "（ｲ）", "氏名"),
    ("ア) 氏名", "kana_paren", "ア", "ア)", "氏名"),
    ("一 乙は", "kanji", 1, "一", "乙は"),
    ("十二、乙は", "kanji", 12, "十二、", "乙は"),
    ("（三）乙は", "paren_kanji", 3, "（三）", "乙は"),
    ("四）乙は", "kanji_paren", 4, "四）", "乙は"),
    ("a. 乙は", "alpha", "a", "a.", "乙は"),
    ("Ｂ 氏名", "alpha", "B", "Ｂ", "氏名"),
    ("(c) 乙は", "paren_alpha", "c", "(c)", "乙は"),
    ("d) 乙は", "alpha_paren", "d", "d)", "乙は"),
    ("Ⅱ 報告", "roman", 2, "Ⅱ", "報告"),
    ("(ⅲ) 報告", "paren_roman", 3, "(ⅲ)", "報告"),
    ("・外部", "bullet", None, "・", "外部"),
    ("■ 文書", "bullet", None, "■", "文書"),
    ("○車両", "bullet", None, "○", "車両"),
    ("- 1 乙は", "bullet", None, "-", "1 乙は"),
    ("※下線部", "bullet", None, "※", "下線部"),
    ("※1 注", "bullet", None, "※1", "注"),
    ("＊ 注", "bullet", None, "＊", "注"),
]


@pytest.mark.parametrize(("line", "style", "number", "printed", "rest"), LABELS)
def test_label(line, style, number, printed, rest):
    label = match_label(line)
    assert label is not None
    assert (label.style, label.number, label.label, line[label.end :]) == (style, number, printed, rest)
    assert line[label.start :].startswith(printed)


NOT_LABELS = [
    "第３の２の規定により", "第３の２に定める",
    "3 5件", "3 5年間の記録を残す。", "第１章総則", "第１節総則", "ア　", "ア　イ", "ア　イ及びウ",
    "", "   ", "乙は", "1", "１", "31 日まで", "2012 年", "3 万", "3 万数千通の", "10 件", "5%", "33,574 人", "2013/4/1", "3年3か月間",
    "25 年 7 月 8 日", "14 日 諮問", "10 月以降の", "4 月 1 日から", "2 点ほど", "65 歳以上の", "20 代の", "7 月分", "3 月末まで", "2つの", "12月定例会の", "10時開会", "１名欠席", "１．９",
    "9 日施行の", "4番における", "10 GB", "2.5", "1:30", "1-1 概要", "2／3", "1 ～ 3", "１ １　…", "1、2、4及び5の", "1・2の", "2次利用",
    "10）から", "8）、また", "2013年", "1000 車両", "(1)から(3)については", "(2)にある", "(1)の", "(1)、(2)及び", "（案）", "（会長）乙は",
    "①から③まで", "①及び②", "第1項から第14項までに", "第１条関係", "第14条第1項（業務）", "第 17 条 第 1 項", "第6 条に基づき", "第三者に",
    "第５条第２条に", "第５条第２項中「乙」を", "第５条　第２項の規定により", "第５条  第２項中", "第５条　第１号に掲げる", "第５条の２　第２項",
    "第５条及び第６条は", "第５条 及び第６条は", "第５条、第６条", "第５条から第８条まで", "第５条　から第８条まで", "第2項 第1号の",
    "第５条　第７条", "第５条　第７条　第９条", "第５条　第７条の２　第９条", "第14条　第17条関係", "第１　第２　第３　合計", "第１ 第２", "第７第三者",
    "第 2 期の", "第２ 次の会", "第２次に掲げる", "第2回の会", "第2号様式(第6条)", "第1号議案", "第30条の24第1項", "第1条、第2条", "第一線の", "アクセス", "イ、ロ及びハ", "アからウまで",
    "カ所の", "ケ月", "一般に", "一　般", "一、二の", "三 年", "一つの", "十分", "○○さん", "･･･", "〇一", "-10%", "－説明－", "―",
    "㈠から㈢まで", "㋐及び㋑", "①～㈢", "ⓒ2020 青葉区", "Ⓒ Aoba", "㈱あおば", "㈰及び㈷", "㊞", "ⅠD及び", "Ⅱ型の", "a 1", "LAN 構成", "A4判", "※※",
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_LABELS)
def test_no_label(line):
    assert match_label(line) is None


@pytest.mark.parametrize(
    ("line", "due", "number"),
    [
        ("二　臼　粉をひく道具をいう。", 2, 2),
        ("十二　杵　穀物をつく道具をいう。", 12, 12),
        ("二　臼　粉をひく道具をいう。", None, 2),
        ("二　臼　粉をひく道具をいう。", 3, None),  # the list has come to another number
        ("三　鷹　市", 3, None),  # a word set wide
        ("一　般", 1, None),
    ],
)
def test_a_term_of_one_character(line, due, number):
    label = match_term(line, due)
    assert (label and label.number) == number
    assert label is None or line[label.end] in "臼杵"


def test_branches():
    for line, branches in [
        ("第２条の２ 乙は", (2,)),
        ("第61条の8の2　乙は", (8, 2)),
        ("第四章の二 総則", (2,)),
        ("3の2 加入", (2,)),
    ]:
        label = match_label(line)
        assert label is not None
        assert label.branches == branches


@pytest.mark.parametrize(
    ("line", "aiueo", "iroha"),
    [("ア 氏名", 1, 36), ("イ 氏名", 2, 1), ("(ロ) 氏名", 43, 2), ("ハ) 氏名", 26, 3), ("(ヰ) 氏名", None, 25)],
)
def test_kana_has_both_places(line, aiueo, iroha):
    label = match_label(line)
    assert label is not None
    assert (label.ordinal, label.iroha_ordinal) == (aiueo, iroha)


def test_letters_and_bullets_count():
    assert [label and label.ordinal for label in map(match_label, ["a. 甲", "(C) 甲", "三、甲", "Ⅳ 甲", "・甲"])] == [
        1,
        3,
        3,
        4,
        None,
    ]
    assert len(set(AIUEO)) == 46
    assert len(set(IROHA)) == 47


WIDE = {ord("0") + n: chr(0xFF10 + n) for n in range(10)}
KANJI = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十九", "二十"]
TEXTS = st.sampled_from(
    ["乙は、車両を返す。", "車両の管理", "「覚書」を付す。", "目的", "秘密の保持", "バス運行", "この契約"]
)


@given(st.integers(1, 999), TEXTS, st.sampled_from([" ", "　", "  "]))
def test_every_digit_label_reads_back(number, text, space):
    shapes = {
        "digit": ["{n}{s}", "{n}．{s}", "{n}. ", "{n}、"],
        "paren_digit": ["({n}){s}", "（{n}）"],
        "digit_paren": ["{n}){s}", "{n}）"],
        "dai": ["第{n}{s}"],
        "dai_jo": ["第{n}条{s}", "第 {n} 条{s}"],
        "dai_ko": ["第{n}項{s}"],
    }
    for style, patterns in shapes.items():
        for pattern in patterns:
            for digits in (str(number), str(number).translate(WIDE)):
                line = "　" + pattern.format(n=digits, s=space) + text
                label = match_label(line)
                assert label is not None, line
                assert (label.style, label.number, label.ordinal) == (style, number, number), line
                assert (label.start, line[label.end :]) == (1, text), line


@given(
    st.sampled_from(range(46)),
    st.sampled_from(range(13)),
    st.sampled_from(range(26)),
    st.sampled_from(range(20)),
    TEXTS,
)
def test_every_other_label_reads_back(kana, kanji, letter, circle, text):
    cases = [
        (f"{AIUEO[kana]}　", "kana", AIUEO[kana], kana + 1),
        (f"({AIUEO[kana]})", "paren_kana", AIUEO[kana], kana + 1),
        (f"{KANJI[kanji]}　", "kanji", None, None),
        (f"（{KANJI[kanji]}）", "paren_kanji", None, None),
        (f"{chr(97 + letter)}. ", "alpha", chr(97 + letter), letter + 1),
        (f"（{chr(65 + letter)}）", "paren_alpha", chr(65 + letter), letter + 1),
        (chr(0x2460 + circle), "circled", circle + 1, circle + 1),
    ]
    for printed, style, number, ordinal in cases:
        label = match_label(printed + text)
        assert label is not None, printed
        assert (label.style, (printed + text)[label.end :]) == (style, text)
        if number is not None:
            assert (label.number, label.ordinal) == (number, ordinal)


@given(st.text(alphabet="0１2第条項号の()（）アイー一十年月日人 　、。から①・※-abⅠ", max_size=12))
def test_labels_lie_within_the_line(line):
    label = match_label(line)
    if label is not None:
        assert line[: label.start].strip() == ""
        assert line[label.start :].startswith(label.label)
        assert label.start < label.end <= len(line)


HEADINGS = [
    ("（秘密の保持）", "秘密の保持"),
    (" (目的外使用の禁止) ", "目的外使用の禁止"),
    ("（ＬＡＮ（庁内）の管理）", "ＬＡＮ（庁内）の管理"),
    ("（施設、日程及び従事者の通知)", "施設、日程及び従事者の通知"),
    ("（１）", None),
    ("（ア）", None),
    ("（案）", None),
    ("（以下同じ。）", None),
    ("（目的）乙は", None),
    ("（甲）（乙）", None),
    ("（青葉区文書条例第17条関係）", None),
    ("（担当：総務課）", None),
    ("（" + "長" * 41 + "）", None),
    ("（）", None),
    ("【目的】", None),
    ("目的", None),
    ("（目的", None),
]


@pytest.mark.parametrize(("line", "expected"), HEADINGS)
def test_clause_heading(line, expected):
    assert clause_heading(line) == expected


SPLITS = [
    ("（目的）この覚書は", "目的", "この覚書は"),
    ("（目的）\n乙は", "目的", "乙は"),
    (" (報告) 　乙は", "報告", "乙は"),
    ("（目的）", "目的", ""),
    ("乙は（目的）", None, "乙は（目的）"),
    ("（１）乙は", None, "（１）乙は"),
    ("（案）", None, "（案）"),
    ("（目的 乙は", None, "（目的 乙は"),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "heading", "rest"), SPLITS)
def test_split_heading(text, heading, rest):
    assert split_heading(text) == (heading, rest)
