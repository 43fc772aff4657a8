"""Minutes whose arrangement is no line of text: tables of people, cells beside unknown labels, pages of one sitting each,
the foot of a web page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.records import Meeting
from tests.word_files import p, table, word_file

HEAD = (
    "第３回　つつじ町環境審議会　会議録",
    "日時　令和２年１１月１６日（月）　午前９時半から午前１１時まで",
    "場所　つつじ町役場　会議室",
)
SAID = ("議題　計画の改定について", "槙野会長：　要点を御説明ください。", "村井課長：　目標の年を改めます。")


def read(folder: Path, *rows: tuple[str, ...], below: Sequence[str] = ()) -> Meeting:
    """The meeting of a Word file with a table of people under 出席者."""
    blocks = [*map(p, HEAD), p("出席者"), table(*rows), *map(p, [*below, *SAID])]
    meeting = extract(word_file(folder, *blocks)).meeting
    assert meeting is not None
    return meeting


def people(meeting: Meeting) -> tuple[list[str], list[str], list[str]]:
    return meeting.members, meeting.officials, meeting.absent


TABLES: dict[str, tuple[list[tuple[str, ...]], tuple[list[str], list[str], list[str]]]] = {
    "who came is a column": (
        [
            ("区分", "所属", "氏名", "出欠"),
            ("会長", "南大学准教授", "槙野　修", "出"),
            ("委員", "南警察署交通課長", "松井　直", "欠"),
            ("委員", "公募町民", "丸尾　玲子", "出"),
            ("事務局", "環境課長", "村井　進", "出"),
            ("事務局", "環境課主任", "森　彩", "出"),
        ],
        (["槙野 修", "丸尾 玲子"], ["環境課長", "環境課主任"], ["松井 直"]),
    ),
    "twice the same columns": (
        [
            ("役職", "氏名", "役職", "氏名"),
            ("会長", "槙野 修", "委員", "松井 直"),
            ("副会長", "丸尾 玲子", "委員", "三木　正"),
            ("委員", "水谷　　健", "", ""),
        ],
        (["槙野 修", "松井 直", "丸尾 玲子", "三木 正", "水谷 健"], [], []),
    ),
    "seats in a column that is not known": (
        [("", "氏名", "備考"), ("１", "槙野 修", "会長"), ("２", "松井 直", "")],
        (["槙野 修", "松井 直"], [], []),
    ),
    "names set character by character": (
        [("職名", "氏名"), ("教育長", "槙　野　　修"), ("委員", "松　井　　直"), ("教育課長", "村　井　　進")],
        (["槙野修", "松井直"], ["教育課長"], []),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_people(name: str, tmp_path: Path) -> None:
    rows, expected = TABLES[name]
    assert people(read(tmp_path, *rows)) == expected


def test_who_is_listed_below_a_table(tmp_path: Path) -> None:
    rows, _ = TABLES["twice the same columns"]
    meeting = read(tmp_path, *rows, below=["事務局　環境課長　村井、環境係長　森"])
    assert (len(meeting.members), meeting.officials) == (5, ["環境課長", "環境係長"])
    assert [speech.speaker for speech in meeting.speeches] == ["槙野会長", "村井課長"]


def test_a_cell_below_the_labels_is_no_more_of_the_place(tmp_path: Path) -> None:
    rows = (
        ("会議の名称", "令和４年度第２回つつじ町男女共同参画審議会"),
        ("開催日時", "令和４年９月１日（木）　１０時から１１時半まで"),
        ("開催場所", "つつじ町会館　研修室Ａ"),
        ("進　　行", "平野会長"),
        ("出席者", "平野会長、福田委員"),
    )
    blocks = (p("会　議　録"), table(*rows), p("（福田委員）　なぜ下がったのか。"), p("（平野会長）　次回に答えます。"))
    meeting = extract(word_file(tmp_path, *blocks)).meeting
    assert meeting is not None
    assert (meeting.place, meeting.members) == ("つつじ町会館 研修室A", ["平野", "福田"])


SITTING = (
    "開催日　令和３年{month}月{day}日（木）",
    "開催場所　つつじ町役場　応接室",
    "委員　小松（委員長）、五島、桜井",
    "委員　選んだ理由を聞きたい。",
    "契約課長　前の年の実績による。",
)


def on_pages(path: Path, *pages: Sequence[str]) -> Path:
    """Pages whose first line is set in the middle of the head, where headers are."""
    document = pymupdf.open()
    for first, *lines in pages:
        page = document.new_page()
        page.insert_text((200, 60), first, fontname="japan", fontsize=10.5)
        for k, line in enumerate(lines):
            page.insert_text((72, 110 + 18 * k), line, fontname="japan", fontsize=10.5)
    document.save(path)
    return path


def test_titles_of_sittings_that_follow_each_other_are_no_headers(tmp_path: Path) -> None:
    pages = [
        (
            f"第{number}回つつじ町入札監視委員会議事概要",
            *(line.format(month=number, day=number + 3) for line in SITTING),
        )
        for number in (11, 12, 13)
    ]
    pages[2] = tuple(line.replace("13月", "10月") for line in pages[2])
    found = extract(on_pages(tmp_path / "three.pdf", *pages)).meetings
    assert [one.session for one in found] == [11, 12, 13]
    assert [str(one.date) for one in found] == ["2021-11-14", "2021-12-15", "2021-10-16"]
    assert [len(one.speeches) for one in found] == [2, 2, 2]


def test_rows_right_below_the_title_of_another_sitting_are_no_headers(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in (3, 4):
        page = document.new_page()
        rows = [line.format(month=number, day=number + 8) for line in SITTING]
        for k, line in enumerate([f"第{number}回つつじ町入札監視委員会議事概要", *rows]):
            page.insert_text((72, 50 + 17 * k), line, fontname="japan", fontsize=10.5)
    document.save(tmp_path / "two.pdf")
    found = extract(tmp_path / "two.pdf").meetings
    assert [str(one.date) for one in found] == ["2021-03-11", "2021-04-12"]
    assert [one.place for one in found] == ["つつじ町役場 応接室"] * 2


MATTERS = [
    ("議　題", "審議の要旨", "結　果"),
    ("諮問第２号\n図書の貸出しの委託について", "図書館から説明", "承　認"),
    ("諮問第３号\n公園の利用券について", "質疑があった", "条件付き承認\n（利用券を番号で呼ぶこと）"),
    ("報告事項\n前年度の運用", "報告", "了　承"),
]


def test_a_table_of_matters(tmp_path: Path) -> None:
    meeting = extract(
        word_file(tmp_path, *map(p, [*HEAD, "出席者　槙野会長、松井委員", "議事"]), table(*MATTERS))
    ).meeting
    assert meeting is not None
    assert [(one.number, one.kind, one.title) for one in meeting.agenda] == [
        (2, "consultation", "図書の貸出しの委託について"),
        (3, "consultation", "公園の利用券について"),
        (None, "report", "前年度の運用"),
    ]
    assert [(one.number, one.result, one.conditions) for one in meeting.decisions] == [
        (2, "approved", []),
        (3, "conditional", ["利用券を番号で呼ぶこと"]),
        (None, "noted", []),
    ]


def test_the_title_of_one_sitting_on_every_page_is_a_header(tmp_path: Path) -> None:
    title = "第11回つつじ町入札監視委員会議事概要"
    sitting = [line.format(month=11, day=14) for line in SITTING]
    pages = [(title, *sitting), (title, "委員　札は何枚か。", "契約課長　三枚である。"), (title, "委員　分かった。")]
    document = extract(on_pages(tmp_path / "one.pdf", *pages))
    assert [one.session for one in document.meetings] in ([11], [None])
    assert [speech.text for speech in document.meetings[0].speeches] == [
        "選んだ理由を聞きたい。",
        "前の年の実績による。",
        "札は何枚か。",
        "三枚である。",
        "分かった。",
    ]


def test_sittings_of_a_text_file_with_pages(tmp_path: Path) -> None:
    pages = [
        "\n".join([f"第{number}回つつじ町入札監視委員会議事概要", *SITTING]).format(month=number, day=number)
        for number in (7, 8, 9)
    ]
    path = tmp_path / "pages.txt"
    path.write_text("\n\f".join(pages), encoding="utf-8")
    assert [one.session for one in extract(path).meetings] == [7, 8, 9]


def test_sittings_without_titles_are_told_apart_by_their_days(tmp_path: Path) -> None:
    path = tmp_path / "days.txt"
    path.write_text("\n".join("\n".join(SITTING).format(month=7, day=day) for day in (1, 8)), encoding="utf-8")
    assert [str(one.date) for one in extract(path).meetings] == ["2021-07-01", "2021-07-08"]


PAGE = """\
<html><head><title>審議会</title></head><body><h1>第２回つつじ町文化財審議会の会議結果</h1>
<table><tr><th>日時</th><td>令和６年１１月２８日（木曜日）午後１時から２時まで</td></tr>
<tr><th>場所</th><td>つつじ町博物館 講座室</td></tr><tr><th>出席者</th><td>根本会長、萩野委員</td></tr></table>
<h2>審議の概要</h2><p>根本会長：始めます。</p><p>萩野委員：添付資料の数字が違う。</p>
<p>添付資料の二枚目を直してください。</p>{foot}</body></html>
"""
FEET = (
    "<h2>お問い合わせ</h2><p>文化財課 電話 000-0000</p>",
    "<p>【問い合わせ先】文化財課 電話 000-0000</p>",
    "<h2>添付資料</h2><p>次第（PDF：120KB）</p>",
    "<p>このページに関するお問い合わせ 文化財課</p>",
)


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_is_in_no_speech_and_a_sentence_is_no_foot(foot: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(foot=foot), encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert meeting.speeches[-1].text.replace("\n", "") == "添付資料の数字が違う。添付資料の二枚目を直してください。"


WITHOUT_HEADINGS = """\
<html><body><h1>つつじ会議基本問題専門調査会（第９回）会議録</h1>
<ul><li>日時: 令和４年４月５日（火） 18:00～20:00</li><li>場所: 第１会議室</li></ul>
<ul><li>出席者<table><tr><td>会長</td><td>羽田 佐和</td><td>つつじ女子大学学長</td></tr>
<tr><td>会長代理</td><td>鹿島 敬</td><td>ふじ大学教授</td></tr>
<tr><td>委員</td><td>家村 賢太</td><td>株式会社はと代表取締役社長</td></tr>
<tr><td></td><td>勝田 和代</td><td>経済評論家・公認会計士</td></tr><tr><td></td><td>林田 陽</td><td>弁護士</td></tr></table>
</li></ul><dl><dt>羽田会長</dt><dd>始めます。</dd><dt>林田委員</dt><dd>意見があります。</dd></dl></body></html>
"""


def test_a_table_of_people_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "people.html"
    path.write_text(WITHOUT_HEADINGS, encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert meeting.members == ["羽田 佐和", "鹿島 敬", "家村 賢太", "勝田 和代", "林田 陽"]
    assert meeting.officials == []


def test_where_to_ask_may_be_a_row_of_the_head(tmp_path: Path) -> None:
    path = tmp_path / "asked.txt"
    path.write_text("\n".join([*HEAD, "問い合わせ先　環境課　電話０００", *SAID]), encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert len(meeting.speeches) == 2


MAYOR = """\
令和３年度第１回つつじ町総合教育会議　会議録
日時　令和３年１１月９日（火）　午前１０時から１１時まで
場所　つつじ町役場　応接室
出席者
　町　　　長　　田　島　　猛
　教　育　長　　永　野　　潔
　教育委員　　名　和　恵　子
事務局　教育課長　野村
町長　　　本日はよろしくお願いします。
名和委員　見守りの人を増やせませんか。
"""


def test_the_mayor_sits_with_the_board_of_education(tmp_path: Path) -> None:
    path = tmp_path / "mayor.txt"
    path.write_text(MAYOR, encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert people(meeting) == (["田島猛", "永野潔", "名和恵子"], ["教育課長"], [])
    assert [speech.speaker for speech in meeting.speeches] == ["町長", "名和委員"]


MARKED = {
    "a mark before each name": ["○ 槙野　修（会長）", "× 松井　直", "○ 丸尾　玲子"],
    "words behind the names": ["会長　槙野　修　　出席", "委員　松井　直　　欠席", "委員　丸尾　玲子　出席"],
    "marks behind the names": ["会長　槙野　修　　○", "委員　松井　直　　×", "委員　丸尾　玲子　○"],
    "one in brackets": ["会長　槙野　修", "委員　松井　直（欠）", "委員　丸尾　玲子"],
}


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_says_who_did_not_come(name: str, tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_text("\n".join([*HEAD, "出席者", *(f"　{line}" for line in MARKED[name]), *SAID]), encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert people(meeting) == (["槙野 修", "丸尾 玲子"], [], ["松井 直"])


def test_a_speech_in_a_cell_that_wraps_behind_a_number_is_said(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    for k, text in enumerate(HEAD):
        page.insert_text((72, 72 + 20 * k), text, fontname="japan", fontsize=10)
    said = [
        ("槙野会長", ["始めます。"]),
        ("村井課長", ["要点を説明します。"]),
        ("槙野会長", ["諮問事項（１）については、このとおりで", "よろしいですか。"]),
        ("丸尾委員", ["はい。"]),
    ]
    top = 160.0
    for name, lines in said:
        bottom = top + 4 + 14 * len(lines)
        for left, right, texts in ((72, 180, [name]), (180, 400, lines)):
            page.draw_rect((left, top, right, bottom), width=0.5)
            for k, text in enumerate(texts):
                page.insert_text((left + 3, top + 12 + 14 * k), text, fontname="japan", fontsize=10)
        top = bottom
    document.save(tmp_path / "cells.pdf")
    meeting = extract(tmp_path / "cells.pdf").meeting
    assert meeting is not None
    assert [(speech.speaker, speech.text.replace("\n", "")) for speech in meeting.speeches] == [
        (name, "".join(lines)) for name, lines in said
    ]


def test_a_name_that_begins_with_an_eye_is_no_counter(tmp_path: Path) -> None:
    path = tmp_path / "eye.txt"
    path.write_text("\n".join(["令和２年度第２回目黒区環境審議会会議録", *HEAD[1:], *SAID]), encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert (meeting.council, meeting.session) == ("目黒区環境審議会", 2)


def test_officials_behind_their_administration_in_brackets(tmp_path: Path) -> None:
    path = tmp_path / "town.txt"
    lines = [*HEAD, "出席者", "（委員）槙野修、丸尾玲子", "（町）総務部長、環境課長", *SAID]
    path.write_text("\n".join(lines), encoding="utf-8")
    meeting = extract(path).meeting
    assert meeting is not None
    assert people(meeting) == (["槙野修", "丸尾玲子"], ["総務部長", "環境課長"], [])


@pytest.mark.parametrize(
    "above", [[], [("日時", "令和３年８月３日（火）１５時～１６時"), ("場所", "中央公民館　視聴覚室")]]
)
def test_whoever_is_below_the_heading_of_speakers_speaks(tmp_path: Path, above: list[tuple[str, ...]]) -> None:
    """Names that end as no speaker's do: the column says it. The head may be in the same table."""
    said = [
        ("発言者", "内　容"),
        ("沖座長", "始めます。"),
        ("社会福祉協議会", "件数は三です。"),
        ("久保委員", "多いですか。"),
        ("まちの縁側", "増えました。"),
    ]
    head = [] if above else [p("日時　令和３年８月３日（火）１５時～１６時"), p("場所　中央公民館　視聴覚室")]
    blocks = [p("第３回　つつじ町地域福祉会議"), *head, table(*above, *said)]
    meeting = extract(word_file(tmp_path, *blocks)).meeting
    assert meeting is not None
    assert [speech.speaker for speech in meeting.speeches] == ["沖座長", "社会福祉協議会", "久保委員", "まちの縁側"]


def test_an_office_torn_at_the_end_of_a_line_of_a_cell(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    people = ("事務局", "総務課長　村井進　保育課長　森彩　広報係", "長　佐伯宏")
    rows = [("日時", "令和２年１１月１６日（月）"), ("場所", "つつじ町役場　会議室"), people]
    top = 80
    for name, *lines in rows:
        bottom = top + 4 + 14 * len(lines)
        for left, right, texts in ((72, 130, [name]), (130, 336, lines)):
            page.draw_rect((left, top, right, bottom), width=0.5)
            for k, text in enumerate(texts):
                page.insert_text((left + 3, top + 12 + 14 * k), text, fontname="japan", fontsize=10)
        top = bottom
    for k, text in enumerate(SAID):
        page.insert_text((72, top + 20 + 16 * k), text, fontname="japan", fontsize=10)
    document.save(tmp_path / "a.pdf")
    meeting = extract(tmp_path / "a.pdf").meeting
    assert meeting is not None
    assert meeting.officials == ["総務課長", "保育課長", "広報係長"]
