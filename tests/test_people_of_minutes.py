"""Lists of people and rows of the head as public minutes set them, beyond those of `test_minutes_layouts`: seats, names
and offices in every order, groups, remarks, labels of their own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.records import Document, Meeting

TITLE = "第４回みなと町緑化審議会　会議録"
HEAD = f"{TITLE}\n日時　令和４年６月８日（水）　午後２時から午後４時まで\n場所　みなと町役場　第一会議室\n"
SAID = "【沢会長】　始めます。\n【森課長】　御説明します。\n"


def document(folder: Path, text: str) -> Document:
    path = folder / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path)


def meeting(folder: Path, text: str) -> Meeting:
    read = document(folder, text)
    assert read.meeting is not None
    return read.meeting


PEOPLE: dict[str, tuple[str, tuple[list[str], list[str], list[str]]]] = {
    "the council above its members": (
        "出席者\nみなと町緑化審議会\n沢会長、小松委員\n事務局\n森課長\n",
        (["沢", "小松"], ["森課長"], []),
    ),
    "the last behind an and": (
        "出席者\n（１）委員\n沢会長、小松委員及び辺見委員\n（２）事務局\n森課長、三上主幹及び井川主事補\n",
        (["沢", "小松", "辺見"], ["森課長", "三上主幹", "井川主事補"], []),
    ),
    "all members in brackets behind their group": (
        "出席者　委員（沢・小松・辺見各委員）３名（五十音順）　事務局（森課長、三上主幹）２名\n",
        (["沢", "小松", "辺見"], ["森課長", "三上主幹"], []),
    ),
    "a dot within the name of a section": (
        "説明者\n緑化・公園係長、緑化・公園係主事\n",
        ([], ["緑化・公園係長", "緑化・公園係主事"], []),
    ),
    "ditto marks for the seat above": (
        "出席委員\n　会長　　　沢　　　茂　君\n　委員　　　小　松　洋　君\n　　〃　　　　鈴　木　はる子　君\n",
        (["沢茂", "小松洋", "鈴木はる子"], [], []),
    ),
    "the council's name before the seat": (
        "出席委員\nみなと町緑化審議会会長　　　大　沢　やよい\nみなと町緑化審議会委員　　　小　松　福太郎\n",
        (["大沢やよい", "小松福太郎"], [], []),
    ),
    "an office in no list of offices": (
        "説明員\n緑化部公園課長補佐兼緑化主管　　　　石　田　慎　二\n",
        ([], ["緑化部公園課長補佐兼緑化主管"], []),
    ),
    "an office whose characters are set apart": (
        "委員　小松洋\n事務局職員出席者\n事 務 局 長 田 伏 智\n議 事 係 長 大久保 英\n",
        (["小松洋"], ["事務局長", "議事係長"], []),
    ),
    "those who have no seat": (
        "出席委員\n沢会長\n委員外出席者\n福祉課　山名主任\n",
        (["沢"], ["福祉課 山名主任"], []),
    ),
    "an organisation before an office": (
        "説明者\n環境省　國井推進室長\n",
        ([], ["環境省 國井推進室長"], []),
    ),
    "who is absent, in brackets": (
        "出席委員　沢会長、小松、辺見の各委員（五島副会長は欠席）\n",
        (["沢", "小松", "辺見"], [], ["五島"]),
    ),
    "who is absent, behind a mark": (
        "出席者　沢会長、小松委員\n※五島副会長、名取委員は所用のため欠席\n",
        (["沢", "小松"], [], ["五島", "名取"]),
    ),
    "everybody with a word for it": (
        "委員出欠\n沢茂（出席）\n小松洋（出席）\n五島次郎（欠席）\n議案及び議事内容\n",
        (["沢茂", "小松洋"], [], ["五島次郎"]),
    ),
    "a family name that ends as a department does": (
        "出席委員　長谷部座長、小松委員\n",
        (["長谷部", "小松"], [], []),
    ),
    "the town's executive": (
        "出席委員　沢会長\n町執行部\n森課長\n",
        (["沢"], ["森課長"], []),
    ),
    "a seat without a name": (
        "出席者　みなと町緑化審議会会長及び委員３人、緑化係長\n",
        ([], ["緑化係長"], []),
    ),
    "who is to be asked": (
        "出席委員　沢会長\n問い合わせ先\n住所　みなと町\n担当課　緑化課\n",
        (["沢"], [], []),
    ),
    "several names on a line, character by character": (
        "出席委員\n◎道　下　文　男　　〇町　田　皇　介\n　大　室　　　尚　　　秋　山　も　え\n",
        (["道下文男", "町田皇介", "大室尚", "秋山もえ"], [], []),
    ),
    "a seat before several names": (
        "出席委員\n 委  員  新 藤 加 菜       野 本 たつや\n        やなざわ 亜紀       清 家 あ い\n",
        (["新藤加菜", "野本たつや", "やなざわ 亜紀", "清家あい"], [], []),
    ),
    "a seat before a name without space": (
        "出席委員\n委員長野村　有信君\n大西由紀子君\n欠席委員\n理事川島　忠一君\n出席説明員\n副知事長谷川　明君\n",
        (["野村 有信", "大西由紀子"], ["副知事"], ["川島 忠一"]),
    ),
    "numbers of seats in kanji": (
        "出席議員\n一番古城まさお君\n二十二番もり　　愛君\n",
        (["古城まさお", "もり 愛"], [], []),
    ),
    "a count above those who did not come": (
        "出席者\n（２人）\n委員長　鈴木　久雄\n代理　海老原　崇智\n欠席者\n（１人）\n委員　押田　まり子\n議会局職員\n田野議会局長\n",
        (["鈴木 久雄", "海老原 崇智"], ["田野議会局長"], ["押田 まり子"]),
    ),
    "a seat in brackets behind a seat": (
        "出席委員\n　・　委員（会長）　沢　茂樹\n　・　委員　小松　洋子\n",
        (["沢 茂樹", "小松 洋子"], [], []),
    ),
    "pipes behind the labels": (
        "出席委員｜沢会長、小松委員\n事務局 | 森課長\n",
        (["沢", "小松"], ["森課長"], []),
    ),
    "what they are elsewhere, behind their names": (
        "出席者\n会長　羽鳥　佐和子　みなと女子大学学長\n委員　家本　賢太郎　株式会社しおかぜ代表取締役社長\n林　陽子　弁護士\n"
        "桑田　悠　山辺郡南津町長\n環境省　岡田　恵子　自然環境局長\n",
        (["羽鳥 佐和子", "家本 賢太郎", "林 陽子", "桑田 悠"], ["自然環境局長"], []),
    ),
    "seats below the names": (
        "出席者\n岩男　壽美子\n会長\n古橋　源六郎\n委員\n",
        (["岩男 壽美子", "古橋 源六郎"], [], []),
    ),
    "offices behind spaced family names": (
        "出席委員　沢会長\n出席説明員　青 木 区長          荒 牧 企画経営部長\n          橋 本 公園課長\n",
        (["沢"], ["区長", "企画経営部長", "公園課長"], []),
    ),
    "seats before names with kana, two on a line": (
        "出席者　委員長　　そうだ 次 郎　　副委員長　　岩 崎 ふみひろ\n",
        (["そうだ次郎", "岩崎 ふみひろ"], [], []),
    ),
    "those who asked, for which matter": (
        "１　委員\n沢会長\n２　諮問庁\n議題（２）関係\n公園課　山中副参事\n",
        (["沢"], ["公園課 山中副参事"], []),
    ),
    "a leader who is an official": (
        "出席委員　沢会長\n事務局　森課長、田崎統括リーダー\n",
        (["沢"], ["森課長", "田崎統括リーダー"], []),
    ),
    "a label over two lines": (
        "出席者及び\n欠席者　　出席者：沢会長、小松委員\n　　　　　欠席者：五島委員\n",
        (["沢", "小松"], [], ["五島"]),
    ),
    "who signs": (
        "出席委員　沢会長、小松委員\n会議録署名委員\n委員　小　松　洋\n",
        (["沢", "小松"], [], []),
    ),
    "how many there were, below names that fill their line": (
        "出席委員\n沢茂樹会長、小松洋委員、辺見光委員、大沢優委員、井川正委員、三上修委員、森一郎委員、山中晴委員、谷口実委員\n計9名出席\n",
        (["沢茂樹", "小松洋", "辺見光", "大沢優", "井川正", "三上修", "森一郎", "山中晴", "谷口実"], [], []),
    ),
    "what each is elsewhere behind the name": (
        "出席者\n■委員（敬称略）\n沢 茂樹　みなと緑化連絡協議会\n小松洋　みなと大学\n辺見 光　みなと町議会 総務常任委員会\n"
        "大沢 優　みなと農協(途中参加)\n■事務局\n森 一郎　緑化部長\n三上 修　緑化部 公園課長\n"
        "欠席者\n■審議会委員（敬称略）\n井川 正　(公財)みなと町緑化事業団\n",
        (["沢 茂樹", "小松洋", "辺見 光", "大沢 優"], ["緑化部長", "緑化部 公園課長"], ["井川 正"]),
    ),
    "what each is elsewhere before the name": (
        "出席者\n【委員長】\nみなと県社会福祉協議会 常務理事 沢 茂樹\n【委員】\n有識者 小松 洋\n"
        "苗木を育てる団体 みどりの会 代表 辺見 ちづる\nみなと県緑化連合会 会長代理 大沢 優\n(欠席)NPOみなと町里山協会 会長 井川 正\n",
        (["沢 茂樹", "小松 洋", "辺見 ちづる", "大沢 優"], [], ["井川 正"]),
    ),
    "below headings without ruled lines": (
        "出席委員\n出席委員の詳細\n役職 氏名 出欠\n会長 沢茂 出席\n委員 小松 洋 出席\n委員 辺見光 欠席\n"
        "説明員\n役職 氏名\n緑化部部長 森一郎\n公園課課長 三上修\n会議の書記\n庶務課主事 井川正\n",
        (["沢茂", "小松 洋"], ["緑化部部長", "公園課課長", "庶務課主事"], ["辺見光"]),
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str, tmp_path: Path) -> None:
    text, expected = PEOPLE[name]
    read = meeting(tmp_path, HEAD + text + SAID)
    assert (read.members, read.officials, read.absent) == expected
    assert [speech.speaker for speech in read.speeches] == ["沢会長", "森課長"]


COUNCILS = {
    "the body that set it up, above": (f"みなと町環境本部\n{TITLE}\n", "みなと町緑化審議会"),
    "a year without its era": ("４年度　第４回　緑化審議会　会議録\n", "緑化審議会"),
    "the day of which it is": ("令和４年６月８日開催分　みなと町緑化審議会会議録\n", "みなと町緑化審議会"),
    "a heading above the title": ("○議事日程\n緑化審議会会議録\n", "緑化審議会"),
    "the way to a page, above": (
        "トップページ の中の 会議録検索 の中の令和４年 緑化委員会（６月８日）\n令和４年 緑化委員会（６月８日）\n",
        "緑化委員会",
    ),
    "two titles that number it": ("第４回審議の概要\n第４回 みなと町緑化審議会 会議の概要\n", "みなと町緑化審議会"),
    "the page's name for it before its whole one": (
        "令和４年６月８日緑化委員会 みなと町議会緑化委員会〔令和４年６月８日〕\n緑化委員会会議記録\n",
        "みなと町議会緑化委員会",
    ),
    "a law about it": ("議事録\n緑化審議会条例の制定について\n", None),
    "a text version": ("令和４年度第４回（定例）緑化審議会議事録（テキスト版）\n", "緑化審議会"),
}


@pytest.mark.parametrize("name", COUNCILS)
def test_the_council(name: str, tmp_path: Path) -> None:
    title, council = COUNCILS[name]
    read = meeting(tmp_path, HEAD.replace(f"{TITLE}\n", title) + "出席委員　沢会長\n" + SAID)
    assert (read.council, read.members) == (council, ["沢"])


TIMES = {
    "labels in brackets above day and time": (
        f"{TITLE}\n＜開会＞\n令和４年６月８日\n１４時３０分\n＜閉会＞\n令和４年６月８日\n１６時\n＜会議場所＞\n役場\n",
        (date(2022, 6, 8), "14:30", "16:00"),
    ),
    "one line below the title": (
        "みなと町緑化審議会\n　　　令和４年６月８日　午後２時４４分開会\n出席委員　沢会長\n",
        (date(2022, 6, 8), "14:44", None),
    ),
    "a day in the fiscal year of the title": (
        "令和４年度　緑化審議会\n第４回審議会（６月８日）\n出席委員　沢会長\n" + "【小松委員】　質問します。\n",
        (date(2022, 6, 8), None, None),
    ),
    "a day in the last months of the fiscal year": (
        "令和４年度　緑化審議会\n第４回審議会（２月８日）\n出席委員　沢会長\n" + "【小松委員】　質問します。\n",
        (date(2023, 2, 8), None, None),
    ),
    "a council with its day, above speeches": (
        "緑化特別委員会　令和４年６月８日（水）\n【小松委員】　質問します。\n",
        (date(2022, 6, 8), None, None),
    ),
    "an opening whose characters are set apart": (
        HEAD + "事務局職員出席者\n主事　井川\n午後２時００分　開　議\n",
        (date(2022, 6, 8), "14:00", "16:00"),
    ),
}


@pytest.mark.parametrize("name", TIMES)
def test_day_and_times(name: str, tmp_path: Path) -> None:
    head, expected = TIMES[name]
    read = meeting(tmp_path, head + SAID)
    assert (read.date, read.start, read.end) == expected


AGENDAS: dict[str, tuple[str, list[tuple[str | None, str]]]] = {
    "files behind the label": (
        "次第\n１　緑の基本計画について\n配布資料（資料はすべてＰＤＦ形式です。）\n【資料１】計画案（PDF：30KB）\n",
        [(None, "緑の基本計画について")],
    ),
    "what was dealt with": ("本日審査した案件\n１　緑の基本計画について\n", [(None, "緑の基本計画について")]),
    "numbered matters of any kind": (
        "議案\n議決事項１　公園条例について\n議決事項２　樹木について\n承認事項１　予算について\n"
        "その他報告事項１　「七月の調査」について\n",
        [(None, "公園条例について"), (None, "樹木について"), (None, "予算について"), (None, "「七月の調査」について")],
    ),
    "what else, on one line": (
        "次第\n協議事項１　公園条例について\nその他　七月の予定について\n",
        [(None, "公園条例について"), ("その他", "七月の予定について")],
    ),
    "the title again below": (f"次第\n１　公園条例について\n{TITLE}\n", [(None, "公園条例について")]),
    "what is told between entries": (
        "議題\n（１）公園条例について\n－資料１に基づき事務局から説明－\n・例年と同様である。\n（２）樹木について\n",
        [(None, "公園条例について"), (None, "樹木について")],
    ),
    "what heads some matters of a section": (
        "審査日程\n○議案\n　第12号議案　公園条例について\n○陳情\n〔継続審査分〕\n　(6)第11号陳情　樹木を残すことについて\n",
        [("議案", "公園条例について"), ("陳情", "樹木を残すことについて")],
    ),
    "matters that were dealt with, and what came of them": (
        "審議した案件とその結果\n・案件1：公園条例について\n・案件2：樹木について\n",
        [(None, "案件1:公園条例について"), (None, "案件2:樹木について")],
    ),
    "matters without numbers, the first a long line": (
        "議題\n閉会中における特別委員の辞任及び選任並びに委員会の席次について\n理事の互選\n",
        [(None, "閉会中における特別委員の辞任及び選任並びに委員会の席次について"), (None, "理事の互選")],
    ),
    "the number of the order of the day": ("議事日程第三号\n１　公園条例について\n", [(None, "公園条例について")]),
    "bullets before numbers": (
        "議事\n・（１）開会\n・（２）公園条例について\n・（３）閉会\n",
        [(None, "公園条例について")],
    ),
    "listed elsewhere": ("議事　下記のとおり\n", []),
    "an opening above the matters": ("開会\n案件\n１　公園条例について\n", [(None, "公園条例について")]),
}


@pytest.mark.parametrize("name", AGENDAS)
def test_the_agenda(name: str, tmp_path: Path) -> None:
    text, expected = AGENDAS[name]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + text + SAID)
    assert [(item.section, item.title) for item in read.agenda] == expected


def test_what_was_done_told_below_the_matters_makes_minutes(tmp_path: Path) -> None:
    text = (
        "第４回みなと町緑化審査会\n日時　令和４年６月８日（水）午後２時\n場所　役場\n出席者　沢会長、小松委員\n議事\n"
        "（１）公園条例について\n事務局が説明し、次回に審議を継続することとした。\n（２）前回の議事録について\n原案のとおり承認された。\n"
    )
    read = meeting(tmp_path, text)
    assert [item.title for item in read.agenda] == ["公園条例について", "前回の議事録について"]
    assert (read.members, read.speeches) == (["沢", "小松"], [])
    invitation = text.replace("こととした。", "予定です。").replace("承認された。", "承認を求めます。")
    assert document(tmp_path, invitation).meeting is None


def test_a_word_of_the_head_that_is_no_name_does_not_speak(tmp_path: Path) -> None:
    text = "委員　沢会長\n事務局\n議題関係　森課長\n沢会長　始めます。\n議題　１．公園条例について\n森課長　御説明します。\n"
    assert [speech.speaker for speech in meeting(tmp_path, HEAD + text).speeches] == ["沢会長", "森課長"]


def test_the_head_of_a_board_of_education_is_a_member(tmp_path: Path) -> None:
    head = HEAD.replace("緑化審議会", "教育委員会")
    read = meeting(tmp_path, head + "出席委員　松尾委員、上島教育長\n事務局　高橋教育次長\n" + SAID)
    assert (read.members, read.officials) == (["松尾", "上島"], ["高橋教育次長"])


def test_headings_in_double_angles_are_in_no_speech(tmp_path: Path) -> None:
    read = meeting(
        tmp_path,
        HEAD
        + "≪１．開会≫\n○沢会長　始めます。\n≪２．公園条例について≫\n○森課長　御説明します。\n○沢会長　以上です。\n",
    )
    assert [speech.text for speech in read.speeches] == ["始めます。", "御説明します。", "以上です。"]


def test_what_is_told_below_whom_to_ask_is_reported(tmp_path: Path) -> None:
    text = (
        HEAD
        + "出席委員　沢会長\n問い合わせ先　緑化課\n会議の内容\n（１）公園条例について\n森課長から資料で説明があった。\n質疑を経て、了承された。\n"
    )
    read = document(tmp_path, text)
    assert [section.kind for section in read.sections] == ["minutes"]
    assert read.meeting is not None
    assert [one.result for one in read.meeting.decisions] == ["noted"]
    assert "value_unread" in [finding.code for finding in read.findings]
