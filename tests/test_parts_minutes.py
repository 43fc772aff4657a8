"""Minutes as records: invented sittings in each speaker style, with and without geometry."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine, plain_line
from kaigi_extract.parts.minutes.link_cases import join_cases
from kaigi_extract.parts.minutes.minutes import read_minutes
from kaigi_extract.parts.minutes.title_line import begins_minutes
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.records import AgendaItem, Case, Decision, Finding, Meeting
from kaigi_extract.source import TextLine
from kaigi_extract.wards import common_words
from tests.typeset import arranged, lines_of, pages, reading

HEAD = """\
令和４年度第３回川北区個人情報保護審議会会議録
日　時　　令和４年１１月８日（火）午後２時から３時１５分まで
場　所　　川北区役所 第一会議室
出席委員　会長　青山一郎、副会長　白井花子、赤坂委員、黒田（進）委員
事務局　　総務課長　緑川、文書係長　茶谷
傍聴者　　なし
議題
１　諮問事項
（１）諮問第７号　図書の貸出しに係る電算処理の委託について（図書館）【資料１】
（２）諮問第８号　健診の案内に係る目的外利用について（健康課）【資料２－１】
２　報告事項
（１）前年度の運用状況について（総務課）【資料３】
３　その他
"""


def plain(text: str) -> list[AnyLine]:
    """The lines of a text export."""
    lines = (plain_line(TextLine(number, row, hard=False)) for number, row in enumerate(text.split("\n"), 1))
    return [line for line in lines if line is not None]


def read(items: Sequence[Item]) -> tuple[Meeting, list[Finding]]:
    findings = Findings().at("/meeting")
    return read_minutes(Part("minutes", items=list(items)), reading(), findings), findings.all


def said(meeting: Meeting) -> list[tuple[str, str]]:
    return [(speech.speaker, speech.text.replace("\n", "")) for speech in meeting.speeches]


def decided(meeting: Meeting) -> list[tuple[int | None, str]]:
    return [(decision.number, decision.result) for decision in meeting.decisions]


SETTINGS: dict[str, Callable[[str], Sequence[AnyLine]]] = {"text": plain, "page": lines_of}

STYLES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a circle and white space": (
        "○会長　ただいまから開会します。初めに、諮問第７号の説明をお願いします。\n"
        "○図書館長　資料１に基づき御説明いたします。委託先は今後の入札で決めますが、外国の会社は\n"
        "（株）北書店などを含めて考えておりません。\n"
        "○赤坂委員　委託の期間はどうなりますか。\n"
        "○図書館長　一年です。\n",
        [
            ("会長", "ただいまから開会します。初めに、諮問第７号の説明をお願いします。"),
            (
                "図書館長",
                "資料１に基づき御説明いたします。委託先は今後の入札で決めますが、外国の会社は（株）北書店などを含めて考えておりません。",
            ),
            ("赤坂委員", "委託の期間はどうなりますか。"),
            ("図書館長", "一年です。"),
        ],
    ),
    "a circle and a colon": (
        "〇議長：開会します。\n〇図書館長：要点：委託先は一社です。\n〇議長：ほかにありませんか。\n",
        [("議長", "開会します。"), ("図書館長", "要点：委託先は一社です。"), ("議長", "ほかにありませんか。")],
    ),
    "a bracket that closes only": (
        "会長）開会します。\n図書館長）委託先は一社です。\n赤坂委員）分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "an arrow": (
        "会長→開会します。\n図書館長→委託先は一社です。\n赤坂委員→分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "a bar": (
        "会長｜開会します。\n図書館長｜委託先は一社です。\n赤坂委員｜分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "a bullet and a colon": (
        "・会長：開会します。\n・図書館長：委託先は一社です。\n・赤坂委員：分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "a mark on either side": (
        "▽会長▽　開会します。\n▽図書館長▽　委託先は一社です。\n▽赤坂委員▽　分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "the number of what is said": (
        "1　会長　開会します。\n2　図書館長　委託先は一社です。\n3　赤坂委員　分かりました。\n",
        [("会長", "開会します。"), ("図書館長", "委託先は一社です。"), ("赤坂委員", "分かりました。")],
    ),
    "an administration by itself": (
        "会長：開会します。\n委員：委託先は何社ですか。\n区：一社です。\n委員：分かりました。\n市側：以上です。\n",
        [
            ("会長", "開会します。"),
            ("委員", "委託先は何社ですか。"),
            ("区", "一社です。"),
            ("委員", "分かりました。"),
            ("市側", "以上です。"),
        ],
    ),
    "a colon alone": (
        "議長：開会します。\n図書館長：委託先は一社です。\n注意点：費用は次のとおりです。\n議長：分かりました。\n",
        [
            ("議長", "開会します。"),
            ("図書館長", "委託先は一社です。注意点：費用は次のとおりです。"),
            ("議長", "分かりました。"),
        ],
    ),
    "a mark for each side, names in brackets": (
        "◎会長（青山一郎） 開会します。\n●事務局（総務課長） 資料のとおりです。\n◆委員（赤坂） 期間はどうなりますか。\n",
        [
            ("会長（青山一郎）", "開会します。"),
            ("事務局（総務課長）", "資料のとおりです。"),
            ("委員（赤坂）", "期間はどうなりますか。"),
        ],
    ),
    "brackets on a line of their own": (
        "【会長】\n開会します。\n【図書館長】\n資料のとおりです。\n【各委員】\n異議なし。\n",
        [("会長", "開会します。"), ("図書館長", "資料のとおりです。"), ("各委員", "異議なし。")],
    ),
    "round brackets, remarks within": (
        "（会長） 開会します。\n（図書館長） －貸出しの委託について 資料１に基づき説明－\n（黒田（進）委員） どうなりますか。\n",
        [
            ("会長", "開会します。"),
            ("図書館長", "－貸出しの委託について 資料１に基づき説明－"),
            ("黒田（進）委員", "どうなりますか。"),
        ],
    ),
    "a hanging column": (
        "会　長　　開会します。説明をお願いします。\n"
        "図書館長　資料のとおりです。期間は一年とし、その先は\n"
        "          （委員）会の定めるところによります。\n"
        "赤坂委員　分かりました。\n",
        [
            ("会長", "開会します。説明をお願いします。"),
            ("図書館長", "資料のとおりです。期間は一年とし、その先は（委員）会の定めるところによります。"),
            ("赤坂委員", "分かりました。"),
        ],
    ),
    "the name at the end": (
        "開会します。説明をお願いします。（会長）\n"
        "資料のとおりです。委託先は一社で、期間はまず一年を予定しているところであり、その後も続けたい\n"
        "と思う。（図書館長）\n"
        "期間はどうなりますか。（赤坂委員）\n",
        [
            ("会長", "開会します。説明をお願いします。"),
            (
                "図書館長",
                "資料のとおりです。委託先は一社で、期間はまず一年を予定しているところであり、その後も続けたいと思う。",
            ),
            ("赤坂委員", "期間はどうなりますか。"),
        ],
    ),
    "the name at the end, with a mark before the matter": (
        "◇委託の期間\n"
        "説明をお願いします。（会長）\n"
        "資料のとおりです。（図書館長）\n"
        "◇委託先\n"
        "何社ありますか。（赤坂委員）\n",
        [("会長", "説明をお願いします。"), ("図書館長", "資料のとおりです。"), ("赤坂委員", "何社ありますか。")],
    ),
}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("style", STYLES)
def test_speeches_in_every_style(style: str, setting: str) -> None:
    text, expected = STYLES[style]
    meeting, _ = read(SETTINGS[setting](HEAD + text))
    assert said(meeting) == expected
    assert [speech.order for speech in meeting.speeches] == list(range(1, len(expected) + 1))
    assert all(speech.spans for speech in meeting.speeches)


@pytest.mark.parametrize("setting", SETTINGS)
def test_head(setting: str) -> None:
    meeting, findings = read(SETTINGS[setting](HEAD + "○会長　開会します。\n"))
    assert meeting.model_dump(include={"council", "term", "session", "start", "end", "place", "observers"}) == {
        "council": "川北区個人情報保護審議会",
        "term": None,
        "session": 3,
        "start": "14:00",
        "end": "15:15",
        "place": "川北区役所 第一会議室",
        "observers": 0,
    }
    assert str(meeting.date) == "2022-11-08"
    assert meeting.members == ["青山一郎", "白井花子", "赤坂", "黒田（進）"]
    assert meeting.officials == ["総務課長", "文書係長"]
    assert meeting.evidence["date"].label == "日時"
    assert {finding.code for finding in findings} == {"agenda_without_decision"}


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_absent_are_no_members(setting: str) -> None:
    """委員　… is an entry under 欠席委員, a row of its own elsewhere."""
    people = "出席委員（２名）\n会長　青山一郎\n委員　白井花子\n欠席委員（１名）\n委員　赤坂次郎\n"
    head = HEAD.replace("出席委員　会長　青山一郎、副会長　白井花子、赤坂委員、黒田（進）委員\n", people)
    assert people in head
    meeting, _ = read(SETTINGS[setting](head + "○会長　開会します。\n"))
    assert meeting.members == ["青山一郎", "白井花子"]
    assert meeting.officials == ["総務課長", "文書係長"]


def headed(**rows: str) -> str:
    """A head of a few rows, one of them as given."""
    usual = {
        "日時": "令和４年１１月８日",
        "場所": "第一会議室",
        "出席委員": "会長　青山一郎、赤坂委員",
        "傍聴者": "なし",
    }
    lines = [f"{label}　　{value}\n" for label, value in (usual | rows).items()]
    return "".join(["令和４年度第３回川北区個人情報保護審議会会議録\n", *lines])


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("午前１０時から正午まで", "10:00", "12:00"),
        ("午後１２時１５分から１時３０分まで", "12:15", "13:30"),
        ("１０時半～１１時半", "10:30", "11:30"),
        ("午前１１時から１時まで", "11:00", "13:00"),
        ("１３：００～１４：３０", "13:00", "14:30"),
        ("２時間程度", None, None),
        ("２５時から", None, None),
    ],
)
def test_times_of_day(printed: str, start: str | None, end: str | None) -> None:
    meeting, _ = read(plain(headed(日時=f"令和４年１１月８日　{printed}") + "○会長　開会します。\n"))
    assert (meeting.start, meeting.end) == (start, end)


UNREAD = "cannot be read as a"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"日時": "令和４年１１月８日"}, []),
        ({"日時": "　年　月　日"}, []),
        ({"日時": "１１月８日（火）"}, [("/meeting/date", f"「１１月８日（火）」 after 日時 {UNREAD} day")]),
        ({"日時": "令和４年２月３０日"}, [("/meeting/date", f"「令和４年２月３０日」 after 日時 {UNREAD} day")]),
        ({"開会時刻": "午後２５時"}, [("/meeting/start", f"「午後２５時」 after 開会時刻 {UNREAD} time of day")]),
        ({"開会時刻": "午後２時"}, []),
    ],
)
def test_words_where_a_day_or_a_time_should_be(rows: dict[str, str], expected: list[tuple[str, str]]) -> None:
    _, findings = read(plain(headed(**rows) + "○会長　開会します。\n"))
    unread = [finding for finding in findings if finding.code == "value_unread"]
    assert [(finding.record, finding.message) for finding in unread] == expected
    assert all(finding.severity == "warning" and finding.spans for finding in unread)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        ("午後２時開会\n○会長　開会します。\n○赤坂委員　はい。\n午後４時閉会\n", "14:00", "16:00"),
        ("○会長　開会します。\n（午後３時５分散会）\n", None, "15:05"),
        ("○会長　開会します。\n以上\n", None, None),
    ],
)
def test_times_on_lines_of_their_own(lines: str, start: str | None, end: str | None) -> None:
    meeting, _ = read(plain(headed() + lines))
    assert (meeting.start, meeting.end) == (start, end)


@pytest.mark.parametrize(
    ("printed", "members"),
    [
        ("青山 一郎 白井 花子", ["青山 一郎", "白井 花子"]),
        ("青山 一郎　白井 花子　赤坂 次郎", ["青山 一郎", "白井 花子", "赤坂 次郎"]),
        ("青山一郎委員 白井花子委員", ["青山一郎", "白井花子"]),
        ("○青山一郎、外２名", ["青山一郎"]),
        ("以上２名", []),
    ],
)
def test_members(printed: str, members: list[str]) -> None:
    meeting, _ = read(plain(headed(出席委員=printed) + "○会長　開会します。\n"))
    assert (meeting.members, meeting.officials) == (members, [])


@pytest.mark.parametrize(
    ("printed", "count"),
    [("３名", 3), ("なし", 0), ("無", 0), ("いない", 0), ("10人（うち記者２人）", 10), ("別紙のとおり", None)],
)
def test_observers(printed: str, count: int | None) -> None:
    meeting, _ = read(plain(headed(傍聴者=printed) + "○会長　開会します。\n"))
    assert meeting.observers == count


@pytest.mark.parametrize(
    ("below", "codes"),
    [
        ("令和４年１１月８日", []),
        ("令和４年１２月１日", ["conflicting_dates"]),
        ("令和４年１２月１日作成", []),
        ("更新：令和５年１月１日", []),
    ],
)
def test_a_day_below_the_title(below: str, codes: list[str]) -> None:
    """It is that of the sitting, unless something else was done on it."""
    title, head = headed().split("\n", 1)
    meeting, findings = read(plain(f"{title}\n{below}\n{head}○会長　開会します。\n"))
    assert (str(meeting.date), [finding.code for finding in findings]) == ("2022-11-08", codes)


@pytest.mark.parametrize(
    ("numbers", "speeches"),
    [
        ((1, 2), ["数は次のとおりです。", "はい。よい。"]),
        ((1, 5), ["数は次の1とおりです。", "はい。5よい。"]),
        ((3, None), ["数は次の3とおりです。", "はい。よい。"]),
    ],
)
def test_numbers_of_pages_are_no_speech(numbers: tuple[int, int | None], speeches: list[str]) -> None:
    """Where the lines that are nothing but a number count on; one alone, or any others, are text."""
    first, second = (f"{number}\n" if number else "" for number in numbers)
    meeting, _ = read(plain(f"{headed()}○会長　数は次の\n{first}とおりです。\n○赤坂委員　はい。\n{second}よい。\n"))
    assert [text for _, text in said(meeting)] == speeches


@pytest.mark.parametrize("setting", SETTINGS)
def test_agenda(setting: str) -> None:
    meeting, _ = read(SETTINGS[setting](HEAD + "○会長　開会します。\n"))
    assert [(a.section, a.number, a.kind, a.title, a.department, a.material) for a in meeting.agenda] == [
        ("諮問事項", 7, "consultation", "図書の貸出しに係る電算処理の委託について", "図書館", "1"),
        ("諮問事項", 8, "consultation", "健診の案内に係る目的外利用について", "健康課", "2-1"),
        ("報告事項", None, "report", "前年度の運用状況について", "総務課", "3"),
    ]


def test_agenda_over_lines() -> None:
    """The number, the title, and the office with its paper, each on a line of its own."""
    meeting, _ = read(
        plain(
            "第三期第二回川北区審議会議事要旨\n１ 日 時 令和元年十一月八日 午前十時三十分～正午\n"
            "２ 次 第\nⅠ 諮問事項\n(1) 諮問第 7 号\n図書の貸出しについて\n（図書館）資料 1\n"
            "諮問第 8 号\n健診の案内について\n（健康課）資料 2\nⅡ その他\n３ 発言の要旨\n（会長） 開会します。\n（委員） はい。\n"
        )
    )
    assert [(a.number, a.title, a.department, a.material) for a in meeting.agenda] == [
        (7, "図書の貸出しについて", "図書館", "1"),
        (8, "健診の案内について", "健康課", "2"),
    ]
    assert [len(a.spans) for a in meeting.agenda] == [3, 3]
    assert (meeting.term, meeting.session, meeting.start, meeting.end) == (3, 2, "10:30", "12:00")
    assert said(meeting) == [("会長", "開会します。"), ("委員", "はい。")]


def test_an_office_and_a_mark_before_the_title() -> None:
    agenda = "議題\n諮問第７号（図書館）資料１\n図書の貸出しについて\n諮問第８号（健康課）資料２\n健診の案内について\n"
    meeting, _ = read(plain(f"{headed()}{agenda}資料　別紙のとおり\n○会長　開会します。\n"))
    assert [(a.number, a.title, a.department, a.material) for a in meeting.agenda] == [
        (7, "図書の貸出しについて", "図書館", "1"),
        (8, "健診の案内について", "健康課", "2"),
    ]


def test_a_mark_of_its_own_line_ends_no_agenda() -> None:
    """資料１ is a paper of the entry above; 資料 with anything else after it is a row of the head."""
    agenda = "議題\n（１）諮問第７号　図書の貸出しについて\n資料１\n（２）諮問第８号　健診の案内について\n資料２\n"
    meeting, _ = read(plain(f"{headed()}{agenda}資料　別紙のとおり\n○会長　開会します。\n"))
    assert [(a.number, a.title, a.material) for a in meeting.agenda] == [
        (7, "図書の貸出しについて", "1"),
        (8, "健診の案内について", "2"),
    ]


BORDER = f"+{'-' * 10}+{'-' * 42}+"

HEAD_TABLE = f"""
川北区情報公開・個人情報保護審議会 会議録
{BORDER}
| 名　　称 | 令和３年度第２回川北区情報公開・個人情報 |
|          | 保護審議会                               |
{BORDER}
| 日　　時 | 令和３年８月３日（火）                   |
|          | 午後６時～午後７時３０分                 |
{BORDER}
| 場　　所 | 川北区役所４階会議室                     |
{BORDER}
| 出席委員 | 青山一郎会長、白井花子委員、赤坂委員、黒 |
|          | 田（進）委員                             |
{BORDER}
| 説明員等 | 健康課長　緑川、図書館長　茶谷           |
{BORDER}
| 事 務 局 | 区政情報課長、文書係長                   |
{BORDER}
| 会議次第 | １　開会                                 |
|          | ２　議題                                 |
|          | （１）諮問第９１号　健診の委託について   |
|          | （２）前年度の運用状況について           |
|          | ３　閉会                                 |
{BORDER}

○会長　　諮問第９１号の説明をお願いします。
○健康課長　資料のとおりです。
○会長　　諮問第９１号は承認と決定します。
"""


def test_head_in_a_table() -> None:
    meeting, findings = read(arranged(pages(HEAD_TABLE), lambda _: None).items)
    assert (meeting.council, meeting.session) == ("川北区情報公開・個人情報保護審議会", 2)
    assert (str(meeting.date), meeting.start, meeting.end) == ("2021-08-03", "18:00", "19:30")
    assert meeting.members == ["青山一郎", "白井花子", "赤坂", "黒田（進）"]
    assert meeting.officials == ["健康課長", "図書館長", "区政情報課長", "文書係長"]
    assert [(a.section, a.number, a.title) for a in meeting.agenda] == [
        ("議題", 91, "健診の委託について"),
        ("議題", None, "前年度の運用状況について"),
    ]
    assert [speaker for speaker, _ in said(meeting)] == ["会長", "健康課長", "会長"]
    assert decided(meeting) == [(91, "approved")]
    assert not findings


TABLES: dict[str, str] = {
    "speakers in a column": f"""
川北区審議会会議録
日時　令和３年８月３日　午後６時
{BORDER}
| 発言者   | 発言内容                                 |
{BORDER}
| 会　長   | 開会します。諮問第９１号の説明をお願いし |
|          | ます。                                   |
{BORDER}
| 健康課長 | 資料のとおりです。                       |
{BORDER}
""",
    "all speeches in one cell": f"""
川北区審議会会議録
{BORDER}
| 日　　時 | 令和３年８月３日　午後６時               |
{BORDER}
| 会議内容 | 【会長】開会します。諮問第９１号の説明を |
|          | お願いします。                           |
|          | 【健康課長】資料のとおりです。           |
{BORDER}
""",
}


@pytest.mark.parametrize("table", TABLES)
def test_speeches_in_a_table(table: str) -> None:
    meeting, _ = read(arranged(pages(TABLES[table]), lambda _: None).items)
    assert said(meeting) == [
        ("会長", "開会します。諮問第９１号の説明をお願いします。"),
        ("健康課長", "資料のとおりです。"),
    ]


def test_what_browsers_leave_is_no_speech() -> None:
    meeting, _ = read(
        plain(
            "2023/04/01 12:34 川北区審議会会議録\n令和４年度第１回\n川北区審議会会議録\n"
            "開催日時：令和４年５月１０日（火曜日）10:00～11:45\n出席者：委員　青山、白井\n　　　　区職員　総務課長\n傍聴者：３名\n"
            "https://www.example.lg.jp/kaigi/1.html 1/3\n○会長：開会します。\n○総務課長：区の考えは次の\n"
            "https://www.example.lg.jp/kaigi/1.html\n2/3\nとおりです。\n○白井委員：分かりました。\n午前１１時４５分閉会\n以上\n"
        )
    )
    assert said(meeting) == [
        ("会長", "開会します。"),
        ("総務課長", "区の考えは次のとおりです。"),
        ("白井委員", "分かりました。"),
    ]
    assert (meeting.members, meeting.officials, meeting.observers) == (["青山", "白井"], ["総務課長"], 3)
    assert (meeting.session, meeting.start, meeting.end) == (1, "10:00", "11:45")


# What the chair and others say -> decisions as (number, result), numbers under discussion at each speech.
SPOKEN: dict[str, tuple[list[str], list[tuple[int | None, str]], list[list[int]]]] = {
    "a declaration": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "課長　説明します。",
            "会長　諮問第７号は原案どおり承認といたします。",
        ],
        [(7, "approved")],
        [[7], [7], [7]],
    ),
    "a question agreed to": (
        ["会長　諮問第７号の説明をお願いします。", "会長　承認でよろしいでしょうか。", "委員　異議なし。"],
        [(7, "approved")],
        [[7], [7], [7]],
    ),
    "what is held to be right": (
        ["会長　まず、諮問第７号です。", "会長　適当と認めます。", "会長　諮問第８号は、適当とします。"],
        [(7, "approved"), (8, "approved")],
        [[7], [7], [7]],
    ),
    "what is asked to be held right": (
        ["会長　まず、諮問第７号です。", "会長　適当と認めてよろしいですか。", "委員　異議なし。"],
        [(7, "approved")],
        [[7], [7], [7]],
    ),
    "what is held not to be right": (
        ["会長　まず、諮問第７号です。", "会長　不適当と認めます。", "会長　諮問第８号は、適当ではないとします。"],
        [(7, "rejected"), (8, "rejected")],
        [[7], [7], [7]],
    ),
    "a question agreed to in a note": (
        ["会長　まず、諮問第７号です。", "会長　承認でよろしいでしょうか。\n（「異議なし」の声）", "会長　次です。"],
        [(7, "approved")],
        [[7], [7], [7]],
    ),
    "a proposal, then a question": (
        ["会長　まず、諮問第７号です。", "会長　承認いただければと思いますが、いかがでしょうか。", "委員　異議なし"],
        [(7, "approved")],
        [[7], [7], [7]],
    ),
    "a question opposed": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "会長　承認でよろしいでしょうか。",
            "委員　反対です。",
            "会長　では、継続審議とします。",
        ],
        [(7, "continued")],
        [[7], [7], [7], [7]],
    ),
    "agreement without words of approval": (
        ["会長　諮問第７号の説明をお願いします。", "会長　よろしいでしょうか。", "委員　異議なし。"],
        [],
        [[7], [7], [7]],
    ),
    "two at once": (
        ["会長　諮問第７号及び第８号は、一括して説明をお願いします。", "会長　いずれも承認といたします。"],
        [(7, "approved"), (8, "approved")],
        [[7, 8], [7, 8]],
    ),
    "from one to the next": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "会長　諮問第７号は不承認と決定しました。続いて諮問第８号の説明をお願いします。",
            "会長　諮問第８号は了承といたします。次に報告事項に移ります。",
            "課長　報告します。",
        ],
        [(7, "rejected"), (8, "noted")],
        [[7], [7, 8], [8], []],
    ),
    "a report": (
        ["会長　次に報告事項に移ります。", "会長　この報告については了承いたしました。"],
        [(None, "noted")],
        [[], []],
    ),
    "words that decide nothing": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "課長　事前一括承認基準によるもので、諮問第８号と同じく承認されるべきものです。",
            "会長　前回は諮問第８号が承認されました。ご了承ください。",
            "会長　承認された場合はどうなりますか。",
        ],
        [],
        [[7], [7], [7], [7]],
    ),
    "a summary at the end": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "会長　次に、諮問第８号の説明をお願いします。",
            "会長　諮問第７号、第８号とも承認とします。",
            "会長　本日は諮問第７号から第８号まで承認されました。",
        ],
        [(7, "approved"), (8, "approved")],
        [[7], [8], [8], [8]],
    ),
    "another decision about the same": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "会長　諮問第７号は承認といたします。",
            "会長　改めて、諮問第７号は継続審議といたします。",
        ],
        [(7, "continued")],
        [[7], [7], [7]],
    ),
    "the words of a vice chair": (
        ["会長　諮問第７号の説明をお願いします。", "副会長　諮問第７号は承認といたします。"],
        [],
        [[7], [7]],
    ),
    "headings between speeches": (
        [
            "１　諮問第７号　図書の貸出しに係る電算処理の委託について",
            "会長　説明をお願いします。",
            "会長　承認といたします。",
            "２　諮問第８号　健診の案内に係る目的外利用について",
            "会長　説明をお願いします。",
            "会長　承認といたします。",
        ],
        [(7, "approved"), (8, "approved")],
        [[7], [7], [8], [8]],
    ),
}


def sitting(lines: Sequence[str]) -> list[AnyLine]:
    """The head, and lines of speech with a circle before a speaker."""
    marked = (line if line[0] in "１２" else f"○{line}" for line in lines)
    return plain(HEAD + "○事務局　始めます。\n" * (lines[0][0] not in "１２") + "\n".join(marked))


@pytest.mark.parametrize("words", SPOKEN)
def test_decisions(words: str) -> None:
    lines, expected, numbers = SPOKEN[words]
    meeting, findings = read(sitting(lines))
    assert decided(meeting) == expected
    assert [speech.numbers for speech in meeting.speeches if speech.speaker != "事務局"] == numbers
    assert {finding.code for finding in findings} <= {"agenda_without_decision"}
    open_numbers = {7, 8} - {number for number, _ in expected}
    assert len(findings) == len(open_numbers)
    for decision in meeting.decisions:
        assert decision.speech is not None
        assert decision.text in meeting.speeches[decision.speech - 1].text.replace("\n", "")


def test_conditions() -> None:
    meeting, _ = read(
        sitting(
            [
                "会長　諮問第７号の説明をお願いします。",
                "会長　では、諮問第７号は、再委託をしないこと及び一年ごとに報告することを条件に承認します。",
            ]
        )
    )
    assert [(d.result, d.conditions) for d in meeting.decisions] == [
        ("conditional", ["再委託をしないこと", "一年ごとに報告すること"])
    ]


SLIPS: dict[str, tuple[list[str], list[int | None], str]] = {
    "decided before": (
        [
            "会長　諮問第７号の説明をお願いします。",
            "会長　諮問第７号は承認といたします。次に諮問第８号の説明をお願いします。",
            "会長　諮問第７号は承認といたします。",
        ],
        [7],
        "諮問第7号",
    ),
    "yet to come": (
        ["会長　諮問第７号の説明をお願いします。", "会長　諮問第８号は承認といたします。"],
        [],
        "諮問第8号",
    ),
    "not on the agenda": (
        ["会長　諮問第７号の説明をお願いします。", "会長　諮問第９号は承認といたします。"],
        [],
        "諮問第9号",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_closing_words_that_name_another_number(slip: str) -> None:
    lines, numbers, named = SLIPS[slip]
    meeting, findings = read(sitting(lines))
    assert [decision.number for decision in meeting.decisions] == numbers
    found = [finding for finding in findings if finding.code == "decision_number_mismatch"]
    assert [(named in one.message, one.record, len(one.spans)) for one in found] == [
        (True, f"/meeting/speeches/{len(meeting.speeches) - 1}", 1)
    ]
    undecided = [finding.record for finding in findings if finding.code == "agenda_without_decision"]
    assert undecided == [f"/meeting/agenda/{k}" for k in (0, 1) if (7, 8)[k] not in numbers]


def test_two_dates_for_one_sitting() -> None:
    _, findings = read(plain(HEAD + "○会長　令和４年１１月９日の審議会を開会します。\n"))
    conflict = next(finding for finding in findings if finding.code == "conflicting_dates")
    assert (conflict.record, "2022-11-08" in conflict.message) == ("/meeting/date", True)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("第２期第４回川北区個人情報保護審議会会議要録", True),
        ("第４回川北区推進会議 議事録", True),
        ("令和４年度 第２回川北区審議会 会議概要（案）", True),
        ("会 議 録", True),
        ("会議録", False),
        ("資料２ 前回会議録", False),
        ("(1) 第３回審議会会議録", False),
        ("議事録の作成について", False),
        ("審議会の議事録を公開する。", False),
        ("業務報告書及び議事録", False),
    ],
)
def test_titles(title: str, expected: bool) -> None:
    assert begins_minutes(plain(title)[0], common_words(), MinutesSettings()) is expected


# Agenda as (number, title, material), cases as (title, material, numbers that they print), numbers that they are given.
JOINED: dict[str, tuple[list[tuple[int | None, str, str | None]], list[tuple[str, str | None, list[int]]], list[list[int]]]] = {
    "by the mark, whatever the order": (
        [(7, "図書の貸出し", "1"), (8, "健診の案内", "2")],
        [("健診の案内", "2", []), ("図書の貸出し", "1", [])],
        [[8], [7]],
    ),
    "by the mark, whatever the title": ([(7, "図書の貸出し", "1")], [("健診の案内", "1", [])], [[7]]),
    "by the order under one mark": (
        [(7, "図書の貸出し", "1"), (8, "図書の貸出し", "1")],
        [("図書の貸出し", "1", []), ("図書の貸出し", "1", [])],
        [[7], [8]],
    ),
    "by the title and the order where a case has no mark": (
        [(7, "図書の貸出し", None), (8, "健診の案内", None), (9, "図書の貸出し", None)],
        [("図書の貸出し", None, []), ("図書の貸出し", None, []), ("健診の案内", None, [])],
        [[7], [9], [8]],
    ),
    "a mark that the agenda does not have": ([(7, "図書の貸出し", "1")], [("図書の貸出し", "3", [])], [[]]),
    "no mark and another title": ([(7, "図書の貸出し", None)], [("健診の案内", None, [])], [[]]),
    "one that is marked is not taken for one that is not": (
        [(7, "図書の貸出し", "1")],
        [("図書の貸出し", None, []), ("健診の案内", "1", [])],
        [[], [7]],
    ),
    "a printed number stays": ([(7, "図書の貸出し", "1")], [("図書の貸出し", "1", [5])], [[5]]),
    "a report has no number": ([(None, "図書の貸出し", "1")], [("図書の貸出し", "1", [])], [[]]),
}  # fmt: skip


@pytest.mark.parametrize("name", JOINED)
def test_cases_and_the_agenda(name: str) -> None:
    agenda, printed, numbers = JOINED[name]
    items = [AgendaItem(number=number, title=title, material=mark, spans=[]) for number, title, mark in agenda]
    cases = [Case(title=title, material=mark, numbers=own) for title, mark, own in printed]
    join_cases(Meeting(agenda=items), cases)
    assert [case.numbers for case in cases] == numbers


def test_what_a_case_takes_from_its_sitting() -> None:
    day = datetime.date(2023, 2, 1)
    items = [AgendaItem(number=7, title="図書の貸出し", material="1", department="図書館", spans=[])]
    decisions = [Decision(number=n, result="approved", text="承認します。", spans=[]) for n in (8, 7)]
    case, own = (Case(title="図書の貸出し", **fields) for fields in ({}, {"department": "資源課"}))
    for one in (case, own):
        join_cases(Meeting(date=day, agenda=[*items], decisions=decisions), [one])
    assert (case.numbers, case.material, case.department, case.meeting_date, case.year) == (
        [7],
        "1",
        "図書館",
        day,
        2022,
    )
    assert case.decisions == decisions[1:]
    assert own.department == "資源課"


def test_minutes_without_speeches() -> None:
    meeting, findings = read(plain(HEAD))
    assert (meeting.session, len(meeting.agenda), meeting.speeches, findings) == (3, 3, [], [])


LISTED: dict[str, tuple[str, tuple[list[str], list[str], list[str]]]] = {
    "how many there are, behind the last": (
        "出席者　青山花子委員（会長）、白井太郎委員、黒田一郎委員　以上３名",
        (["青山花子", "白井太郎", "黒田一郎"], [], []),
    ),
    "a deputy, and an office alone": (
        "出席委員　青山会長、白井職務代理、川北警察署長",
        (["青山", "白井", "川北警察署長"], [], []),
    ),
    "who did not come, in brackets, and the ward below": (
        "出席者\n○委員\n　青山会長　白井委員\n　（欠席：黒田委員）\n○区\n　福祉課　緑川課長\n　福祉課　茶谷主査",
        (["青山", "白井"], ["福祉課 緑川課長", "福祉課 茶谷主査"], ["黒田"]),
    ),
    "how many came, with who did not": (
        "出席者　委員９名中８名出席（欠席：黒田委員）",
        ([], [], ["黒田"]),
    ),
    "signs of equality": (
        "出席委員　会長＝青山花子、委員＝白井太郎",
        (["青山花子", "白井太郎"], [], []),
    ),
}


@pytest.mark.parametrize("name", LISTED)
def test_lists_of_people(name: str) -> None:
    people, expected = LISTED[name]
    meeting, _ = read(
        plain(
            f"川北区審議会会議録\n日時　令和４年１１月８日\n{people}\n議題　図書について\n\n会長：開会します。\n委員：はい。\n"
        )
    )
    assert (meeting.members, meeting.officials, meeting.absent) == expected


LETTERS: dict[str, tuple[str, str]] = {
    "whoever speaks is a letter": (
        "Ａ：開会する。|Ｂ：資料を配る。|Ａ：質問は。|Ｃ：期間は。|Ｂ：一年である。",
        "ＡＢＡＣＢ",
    ),
    "before white space": ("Ａ　開会する。|Ｂ　資料を配る。|Ａ　質問は。|Ｃ　期間は。|Ｂ　一年である。", "ＡＢＡＣＢ"),
    "two alternate": ("A：開会する。|B：はい。|A：質問は。|B：ない。|A：期間は。|B：一年である。", "ABABAB"),
    "some members only": (
        "会長：開会する。|A：期間は。|課長：一年である。|B：館数は。|A：私も聞く。",
        "会長 A 課長 B A",
    ),
    "behind a circle": (
        "○会長　開会する。|○A　期間は。|○課長　一年である。|○B　館数は。|○A　私も聞く。",
        "会長 A 課長 B A",
    ),
    "lists": (
        "会長：案は二つ。|A：貸す。|B：貸さない。|課長：時期の案は三つ。|A：今年。|B：来年。|C：その後。|会長：終わる。",
        "会長 課長 会長",
    ),
    "lists before white space": (
        "会長　案は二つ。|A　貸す。|B　貸さない。|課長　時期の案は三つ。|A　今年。|B　来年。|C　その後。|会長　終わる。",
        "会長 課長 会長",
    ),
    "each once": ("会長：案は二つ。|A：貸す。|課長：次の案を読む。|B：貸さない。|会長：終わる。", "会長 課長 会長"),
    "questions and answers": ("Ｑ：期間は。|Ａ：一年。|Ｑ：館数は。|Ａ：三館。", ""),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_speak_where_they_alternate(name: str) -> None:
    body, speakers = LETTERS[name]
    head = "川北区審議会会議録\n日時　令和４年１１月８日\n議題　図書について\n\n"
    meeting, _ = read(plain(head + body.replace("|", "\n") + "\n"))
    assert [speaker for speaker, _ in said(meeting)] == (speakers.split() if " " in speakers else list(speakers))
