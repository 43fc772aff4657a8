"""Forms of minutes that other tests do not have: what a list says came of matters, people by provision, offices on two
lines, words below a heading that names who says them, a cover above the minutes, sittings without a day. All invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.records import Meeting
from tests.test_minutes_sittings import as_pages, as_text
from tests.test_people_of_minutes import HEAD, SAID, TITLE, document, meeting

WAYS = pytest.mark.parametrize("write", [as_text, as_pages])
"""One sitting as text and on pages."""


def read_as(write: Callable[[str, Path], Path], text: str, folder: Path) -> Meeting:
    read = extract(write(text, folder)).meeting
    assert read is not None
    return read


NO_DAY = {
    "names on lines of their own": (
        "第４回みなと町緑化審議会\n会長\nおそろいですので、これより会議を始めます。\n公園課長\n苗木の配布について御説明します。\n"
        "小松委員\n本数を伺います。\n公園課長\n二百本です。\n",
        ["会長", "公園課長", "小松委員", "公園課長"],
    ),
    "names behind marks": (
        "みなと町緑化審議会（第４回）\n○沢会長　ただいまから緑化審議会を開会いたします。\n○森課長　御説明いたします。\n○小松委員　質問します。\n",
        ["沢会長", "森課長", "小松委員"],
    ),
}


@pytest.mark.parametrize("name", NO_DAY)
@WAYS
def test_a_numbered_sitting_that_somebody_opens(name: str, write: Callable[[str, Path], Path], tmp_path: Path) -> None:
    text, speakers = NO_DAY[name]
    read = read_as(write, text, tmp_path)
    assert (read.council, read.session, read.date) == ("みなと町緑化審議会", 4, None)
    assert [speech.speaker for speech in read.speeches] == speakers


def test_a_newsletter_with_what_people_say_is_none(tmp_path: Path) -> None:
    said = "委員\nみどりには皆さんの協力が欠かせません。\n委員\n学校でも育てたいです。\n課長\n計画に入れます。\n"
    assert document(tmp_path, f"緑化だより\n第４回みなと町緑化審議会\n{said}").meeting is None


RESULTS: dict[str, tuple[str, list[str], list[tuple[int | None, str, str]]]] = {
    "numbered matters": (
        "議題\n（１）諮問第３号　公園条例について（可決）\n（２）諮問第４号　樹木について（継続審議）\n",
        ["公園条例について", "樹木について"],
        [(3, "approved", "可決"), (4, "continued", "継続審議")],
    ),
    "how it was voted": (
        "議題\n（１）公園条例について（全員賛成により可決）\n（２）樹木について（了承された）\n",
        ["公園条例について", "樹木について"],
        [(None, "approved", "全員賛成により可決"), (None, "noted", "了承された")],
    ),
    "承認 as a kind of matter among others": (
        "議題\n（１）公園条例について（承認）\n（２）樹木について（報告）\n",
        ["公園条例について(承認)", "樹木について(報告)"],
        [],
    ),
    "other remarks": ("議題\n（１）公園条例について（進捗状況）\n", ["公園条例について(進捗状況)"], []),
}


@pytest.mark.parametrize("name", RESULTS)
def test_what_came_of_matters_behind_their_titles(name: str, tmp_path: Path) -> None:
    agenda, titles, decisions = RESULTS[name]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + agenda + SAID)
    assert [item.title for item in read.agenda] == titles
    assert [(one.number, one.result, one.text) for one in read.decisions] == decisions


def test_a_title_keeps_a_result_that_may_be_one_that_was_heard(tmp_path: Path) -> None:
    agenda = "議題\n（１）公園条例について（可決）\n"
    said = "【沢会長】　原案のとおり可決します。\n【森課長】　承知しました。\n"
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + agenda + said)
    assert [item.title for item in read.agenda] == ["公園条例について(可決)"]
    assert [(one.number, one.speech) for one in read.decisions] == [(None, 1)]


AGENDAS: dict[str, tuple[str, list[tuple[str | None, int | None, str | None, str]]]] = {
    "bills by their numbers only": (
        "会議の内容\n１　議案\n第１号　公園条例について\n第２号　樹木について\n２　報告事項\n（１）苗木について\n",
        [
            (None, 1, "bill", "公園条例について"),
            (None, 2, "bill", "樹木について"),
            ("報告事項", None, "report", "苗木について"),
        ],
    ),
    "kinds in brackets": (
        "議題\n（１）公園条例について（諮問）\n（２）樹木について（報告）\n",
        [(None, None, "consultation", "公園条例について(諮問)"), (None, None, "report", "樹木について(報告)")],
    ),
    "the same in another spelling": (
        "議題\n１　公園条例および樹木について\n会議の経過\n１　公園条例及び樹木について\n",
        [(None, None, None, "公園条例および樹木について")],
    ),
    "members who were named": (
        "議題\n（１）会議録署名人の指名\n小松委員、辺見委員\n（２）樹木について\n",
        [(None, None, None, "会議録署名人の指名"), (None, None, None, "樹木について")],
    ),
    "what was done, told without a full stop": (
        "次第\n１　開会\n２　職員紹介\n森課長から事務局職員の紹介\n３　樹木について\n",
        [(None, None, None, "職員紹介"), (None, None, None, "樹木について")],
    ),
    "who explains, in brackets": ("議題\n（１）樹木について（公園課長補佐）\n", [(None, None, None, "樹木について")]),
    "a title above what was handed out": (
        "議題\n１　樹木について\n配布資料\n資料１　第２回緑化審議会次第\n資料２　苗木の一覧\n",
        [(None, None, None, "樹木について")],
    ),
    "what was done with a matter, behind marks": (
        "議題\n１　樹木について\n会議の経過\n案件\n案件１　樹木について\n・委員の互選により会長を選出\n・傍聴希望者の確認\n",
        [(None, None, None, "樹木について")],
    ),
    "a number that comes again with its title": (
        "次第\n（１）議事\n　諮問第３号の審議について\n会議の経過\n（１）議事\n　諮問第３号の審議について\n",
        [("議事", 3, "consultation", "諮問第3号の審議について")],
    ),
    "headings in single angles among marks": (
        "議題\n・議事\n〈承認事項〉\n・公園条例について\n〈報告事項〉\n・樹木について\n",
        [("承認事項", None, None, "公園条例について"), ("報告事項", None, "report", "樹木について")],
    ),
    "several on one line, parted by commas": (
        "議題\n①公園条例について、②樹木について、③苗木について\n",
        [
            (None, None, None, "公園条例について"),
            (None, None, None, "樹木について"),
            (None, None, None, "苗木について"),
        ],
    ),
    "the foot of a page": (
        "議題\n１　樹木について\nこのページの作成者\n緑化部公園課\n電話：０００－００００\n",
        [(None, None, None, "樹木について")],
    ),
}


@pytest.mark.parametrize("name", AGENDAS)
def test_the_agenda(name: str, tmp_path: Path) -> None:
    text, expected = AGENDAS[name]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + text + ("" if "ページ" in text else SAID))
    assert [(item.section, item.number, item.kind, item.title) for item in read.agenda] == expected


def test_matters_numbered_between_what_is_said(tmp_path: Path) -> None:
    said = "議事１：公園条例について\n会長：始めます。\n課長：説明します。\n議事２：樹木について\n課長：説明します。\n委員：質問します。\n"
    read = meeting(tmp_path, f"{HEAD}出席委員　沢会長\n開会\n{said}")
    assert [(item.section, item.title) for item in read.agenda] == [(None, "公園条例について"), (None, "樹木について")]


PEOPLE: dict[str, tuple[str, tuple[list[str], list[str], list[str]]]] = {
    "a department above each office": (
        "出席委員　沢会長\n説明員\n緑化部\n公園課長　森　一郎\n総務部\n用度課長　三上　修\n",
        (["沢"], ["緑化部公園課長", "総務部用度課長"], []),
    ),
    "a department above several offices": (
        "出席委員　沢会長\n説明員\n緑化部\n公園課長　森　一郎\n公園課主査　井川　正\n総務部\n用度課長　三上　修\n",
        (["沢"], ["公園課長", "公園課主査", "用度課長"], []),
    ),
    "an office that breaks off within a name": (
        "出席委員　沢会長\n説明員\n企画財政部公園整備\n担当課長　　森　一郎\n",
        (["沢"], ["企画財政部公園整備担当課長"], []),
    ),
    "a group of those who were absent": (
        "出席者\n■会長\n沢井　茂樹\n■委員\n小松　洋子\n■事務局\n公園課長　森\n欠席者\n■委員\n辺見　光一\n",
        (["沢井 茂樹", "小松 洋子"], ["公園課長"], ["辺見 光一"]),
    ),
    "others below nobody who was absent": (
        "出席委員　沢会長\n欠席委員\nなし\nその他の参集者\n公園課長　森　一郎\n",
        (["沢"], [], []),
    ),
    "absent members by a label of its own order": (
        "【委員出席者】\n・沢井　茂樹\n・小松　洋子\n【委員欠席者】\n・辺見　光一\n",
        (["沢井 茂樹", "小松 洋子"], [], ["辺見 光一"]),
    ),
    "members by provision": (
        "出席委員\n１　条例第３条第１号委員（１人）\n　沢井　茂樹委員\n２　条例第３条第２号委員（２人）\n　小松　洋子委員、辺見　光一委員\n",
        (["沢井 茂樹", "小松 洋子", "辺見 光一"], [], []),
    ),
    "offices in brackets behind their group, among members": (
        "出席者　沢会長、小松委員、事務局（館長、課長補佐）\n",
        (["沢", "小松"], ["館長", "課長補佐"], []),
    ),
    "members of an assembly who are no members": (
        "出席委員　沢会長\nオブザーバー出席　２名\n　三上　修　町議会議員、井川　正　町議会議員\n",
        (["沢"], ["町議会議員", "町議会議員"], []),
    ),
    "lines that end with a member": (
        "出席委員\n沢委員、小松委員、辺見委員、大沢委員、鈴木委員、井上委員、小林委員\n高島委員、遠矢委員\n",
        (["沢", "小松", "辺見", "大沢", "鈴木", "井上", "小林", "高島", "遠矢"], [], []),
    ),
    "a dot between a seat and the name": (
        "出席者\n会長・沢井茂樹、副会長・小松洋子、委員・辺見光一、大沢優\n",
        (["沢井茂樹", "小松洋子", "辺見光一", "大沢優"], [], []),
    ),
    "seats and names as wide as each other": (
        "出席委員\n会長　沢井茂樹　　委員　小松洋子　　委員　辺見光一\n",
        (["沢井茂樹", "小松洋子", "辺見光一"], [], []),
    ),
    "the seat behind its number": (
        "出席委員\n　１番委員　　沢　井　美智子　　　　２番委員　　小　松　達　也\n　３番委員　　原　　　　　勇　　　　５番委員　　辺　見　　　守\n",
        (["沢井美智子", "小松達也", "原勇", "辺見守"], [], []),
    ),
    "what somebody is called below": (
        "出席委員　沢会長\n説明員\n（緑化部関係）\n公園課長　森　一郎　（以下，森課長）\n公園課主査　井川　正\n",
        (["沢"], ["公園課長", "公園課主査"], []),
    ),
    "names as wide as each other": (
        "出席委員\n　　　◎沢　井　　　茂　　　小　松　次　郎　　　宇田川　　　希\n　　　　辺　見　　　光\n",
        (["沢井茂", "小松次郎", "宇田川希", "辺見光"], [], []),
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str, tmp_path: Path) -> None:
    text, expected = PEOPLE[name]
    read = meeting(tmp_path, HEAD + text + SAID)
    assert (read.members, read.officials, read.absent) == expected
    assert [speech.speaker for speech in read.speeches] == ["沢会長", "森課長"]


OBSERVERS = {
    "beside whether it was public": ("公開・非公開の別　　公開（傍聴者３人）\n", 3),
    "nobody, beside whether it was public": ("公開・非公開の別　　公開（傍聴者なし）\n", 0),
    "among those who came": ("出席者　委員５名、事務局、傍聴者１名\n", 1),
    "a number of the head below a numbered agenda": ("３　議題　１　樹木について\n４　傍聴者　０人\n", 0),
}


@pytest.mark.parametrize("name", OBSERVERS)
def test_observers(name: str, tmp_path: Path) -> None:
    text, count = OBSERVERS[name]
    assert meeting(tmp_path, HEAD + "出席委員　沢会長\n" + text + SAID).observers == count


PLACES = {
    "after 日時, where no day is": ("日時　町民会館　第二会議室\n", "町民会館 第二会議室"),
    "an address above a room": (
        "日時　令和４年６月８日（水）　午後２時\n場所\nみなと町中央五丁目10番１号\nみなと町役場　第一会議室\n",
        "みなと町中央五丁目10番1号 みなと町役場 第一会議室",
    ),
    "below the day, in one row": (
        "日時及び場所\n令和４年６月８日（水）　午後２時から午後４時まで\nみなと町図書館　ホール\n",
        "みなと町図書館 ホール",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_place(name: str, tmp_path: Path) -> None:
    head, place = PLACES[name]
    assert meeting(tmp_path, f"{TITLE}\n{head}出席委員　沢会長\n{SAID}").place == place


def test_the_place_above_the_title(tmp_path: Path) -> None:
    head = "と　き　　令和４年６月８日（水）午後２時\nところ　　みなと町図書館　ホール\n令和４年みなと町緑化審議会第４回定例会会議録\n"
    read = meeting(tmp_path, head + "出席委員　沢会長\n" + SAID)
    assert (read.council, read.place) == ("みなと町緑化審議会", "みなと町図書館 ホール")


SPEECHES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a formal heading that names who says what is below it": (
        "会議の内容\n開会（課長補佐）\n　定刻になりましたので、開会します。\n（沢会長）\n　始めます。\n（森課長）\n　説明します。\n閉会（課長補佐）\n",
        [("課長補佐", "定刻になりましたので、開会します。"), ("沢会長", "始めます。"), ("森課長", "説明します。")],
    ),
    "an arrow before who answers": (
        "会議の内容\n（沢会長）始めます。\n（小松委員）本数はいくつですか。\n→（事務局）二百本です。\n",
        [("沢会長", "始めます。"), ("小松委員", "本数はいくつですか。"), ("事務局", "二百本です。")],
    ),
    "headings in brackets that come below each matter": (
        "会議の内容\n（１）公園条例について\n＜課の説明＞\n説明した。\n＜質疑応答＞\n（小松委員）なぜ変えるのですか。\n（森課長）古いからです。\n"
        "（２）樹木について\n＜課の説明＞\n説明した。\n＜質疑応答＞\n（小松委員）いつですか。\n（森課長）春です。\n",
        [
            ("小松委員", "なぜ変えるのですか。"),
            ("森課長", "古いからです。"),
            ("小松委員", "いつですか。"),
            ("森課長", "春です。"),
        ],
    ),
    "a matter of the agenda by its title, and what was done told below it": (
        "議題\n（１）公園の樹木の伐採について\n（２）苗木の配布の方法について\n会議の経過\n（小松委員）何本切るのですか。\n（森課長）二本です。\n"
        "（２）議題（２）苗木の配布の方法について（第２回）\n森課長から説明があり、了承された。\n",
        [("小松委員", "何本切るのですか。"), ("森課長", "二本です。")],
    ),
    "the title set wide between the head and what was said": (
        "みなと町緑化審議会会議録調製者　公園課長\n緑　化　審　議　会　会　議　録\n会長：始めます。\n課長：説明します。\n委員：質問します。\n",
        [("会長", "始めます。"), ("課長", "説明します。"), ("委員", "質問します。")],
    ),
}


@pytest.mark.parametrize("name", SPEECHES)
def test_what_is_said(name: str, tmp_path: Path) -> None:
    text, said = SPEECHES[name]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + text)
    assert [(speech.speaker, speech.text) for speech in read.speeches] == said


def test_what_is_told_below_a_matter_decides_it(tmp_path: Path) -> None:
    text, _ = SPEECHES["a matter of the agenda by its title, and what was done told below it"]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + text)
    assert [(one.result, one.text) for one in read.decisions] == [("noted", "森課長から説明があり、了承された。")]


TABLE = """\
| 審議会名 | みなと町緑化審議会 |
| --- | --- |
| 開催日時 | 令和４年６月８日（水）午後２時から |
| 開催場所 | 役場　第一会議室 |
| 会議結果 | 次のとおり<br>（沢会長）<br>始めます。<br>（森課長）<br>説明します。<br>（小松委員）<br>質問します。 |
"""


def test_names_alone_above_words_in_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "minutes.md"
    path.write_text(f"{TITLE}\n\n{TABLE}", encoding="utf-8")
    read = extract(path).meeting
    assert read is not None
    assert [speech.speaker for speech in read.speeches] == ["沢会長", "森課長", "小松委員"]


COVER = """\
会　議　録
審議会名　　みなと町緑化審議会
開催日時　　令和４年６月８日（水）　午後２時から４時
開催場所　　役場　第一会議室
会議の議題　１　樹木について
出席委員氏名　沢井　茂樹、小松　洋子、辺見　光一
"""
BELOW = """\
みなと町緑化審議会会議録
１　日　時　　{day}
２　場　所　　役場第一会議室
３　出席者　　沢会長、小松委員、辺見委員
４　傍聴人　　２人
５　議　事
（沢会長）始めます。
（森課長）説明します。
（小松委員）質問します。
"""


@WAYS
def test_minutes_below_their_cover_are_of_one_sitting(write: Callable[[str, Path], Path], tmp_path: Path) -> None:
    read = extract(write(COVER + BELOW.format(day="令和４年６月８日（水）　午後２時から午後４時まで"), tmp_path))
    assert len(read.meetings) == 1
    assert read.meeting is not None
    assert (read.meeting.date, read.meeting.members) == (date(2022, 6, 8), ["沢井 茂樹", "小松 洋子", "辺見 光一"])
    assert (read.meeting.observers, len(read.meeting.speeches)) == (2, 3)


def test_a_bill_after_a_report_is_what_the_chair_names(tmp_path: Path) -> None:
    agenda = "日程第１　報告第９号　苗木について\n日程第２　議案第２号　公園条例について\n"
    said = (
        "【沢会長】　報告第９号を議題とします。\n【森課長】　説明します。\n"
        "【沢会長】　議案第２号については、原案のとおり承認してよろしいか。\n【委員一同】　異議なし。\n【沢会長】　承認とします。\n"
    )
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n議事日程\n" + agenda + said)
    assert [(one.number, one.result) for one in read.decisions] == [(2, "approved")]


def test_a_kind_of_sitting_is_no_part_of_the_name_of_a_board(tmp_path: Path) -> None:
    head = HEAD.replace(TITLE, "令和４年６月みなと町定例教育委員会　会議録")
    assert meeting(tmp_path, head + "出席委員　沢委員\n" + SAID).council == "みなと町教育委員会"


def test_a_conference_of_committee_members_by_its_whole_name(tmp_path: Path) -> None:
    head = HEAD.replace(TITLE, "第４回　みなと町社会教育委員会議　会議録")
    assert meeting(tmp_path, head + "出席委員　沢委員\n" + SAID).council == "みなと町社会教育委員会議"


FORM = """\
| 会議名 | 第４回みなと町緑化審議会 |
| --- | --- |
| 開催日時 | 令和４年６月８日（水）午後２時から |
| 開催場所 | 役場　第一会議室 |
| 議題 | １　公園条例について<br>２　樹木について |
| 結論（決定した方針、残された問題点等を記載する。） | 議題１については、原案のとおり承認された。 |
| 審議経過（主な意見を発言順に記載する。） | 議題１　公園条例について<br>（事務局）説明する。<br>（委員）なぜか。<br>議題２　樹木について<br>（事務局）古いからである。 |
| 会議の公開・非公開の別 | 公開 |
"""


def test_a_form_with_instructions_behind_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "minutes.md"
    path.write_text(f"会議録（要旨）\n\n{FORM}", encoding="utf-8")
    read = extract(path).meeting
    assert read is not None
    assert [item.title for item in read.agenda] == ["公園条例について", "樹木について"]
    said = [("事務局", "説明する。"), ("委員", "なぜか。"), ("事務局", "古いからである。")]
    assert [(speech.speaker, speech.text) for speech in read.speeches] == said
    assert [one.text for one in read.decisions] == ["議題１については、原案のとおり承認された。"]
