"""Where clause sets begin and end: titles of every kind and shape, parts, contents, supplements, signatures; and the
documents that hold none."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.pipeline import extract
from kaigi_extract.records import ClauseSet, Document
from tests.word_files import p as paragraph
from tests.word_files import table, word_file

Want = tuple[str, str, tuple[str, ...], str]
"""Title, kind, labels, and what the last clause ends in."""


def text(words: str) -> str:
    return words.strip() + "\n"


SETS: dict[str, tuple[str, list[Want]]] = {
    "supplements without numbers and a form end a rule": (
        text("""
○あおば町水泳場管理規則

昭和六十二年三月二十日
規則第七号

（趣旨）
第一条　この規則は、あおば町水泳場の管理について必要な事項を定める。
（休場日）
第二条　休場日は、月曜日とする。
２　町長は、必要と認めるときは、前項の休場日を変えることができる。
（委任）
第三条　この規則に定めるもののほか、必要な事項は、町長が別に定める。
　　　附　則
この規則は、昭和六十二年四月一日から施行する。
　　　附　則（平成九年規則第三号）
この規則は、公布の日から施行する。
様式第１号（第２条関係）
水泳場使用申請書
　　年　　月　　日
あおば町長　様
"""),
        [
            ("あおば町水泳場管理規則", "statute", ("第一条", "第二条", "第三条"), "町長が別に定める。"),
            ("附則", "statute", ("",), "昭和六十二年四月一日から施行する。"),
            ("附則（平成九年規則第三号）", "statute", ("",), "公布の日から施行する。"),
        ],
    ),
    "a title of a character a line, of a draft": (
        text("""
渡
し
船
契
約
書（案）
なぎさ町を甲とし、船主を乙として、甲と乙は、次のとおり契約を締結した。
（目的）
第１条
甲は、渡し船の運航を乙に委託し、乙はこれを受託した。
（運航）
第２条
乙は、日の出から日の入りまで運航しなければならない。
"""),
        [("渡し船契約書", "agreement", ("第１条", "第２条"), "運航しなければならない。")],
    ),
    "papers of a case are listed, and the collection says what the rule is a kind of": (
        text("""
○小平市みずべの会諮問要綱

平成15年11月12日

事務執行規程

(趣旨)

第1条　この要綱は、小平市個人情報保護条例(平成13年条例第30号)の規定により小平市情報公開・個人情報保護審議会(以下「会」という。)に意見を聴く場合の手続について定めるものとする。

(手続)

第2条　会の意見を聴くときは、課長は、次に掲げる書類を作成し、会に諮問する。

(1) 審議会諮問書(別記様式第1号)

(2) 諮問事項別説明書(別紙1から別紙4まで)

(意見)

第3条　会は、審議の結果について、意見書により意見を述べるものとする。
"""),
        [("小平市みずべの会諮問要綱", "policy", ("第1条", "第2条", "第3条"), "意見を述べるものとする。")],
    ),
    "a numbering begins anew below heads without numbers": (
        text("""
水門番の当番に関する基準
水門の見回りについて
１．当番は、朝に水門を見回るものとする。
２．当番は、水の高さを日誌に書くものとする。
鍵の受渡しについて
１．鍵は、日の入りに次の当番に渡すものとする。
２．鍵を渡した時刻は、日誌に書くものとする。
３．鍵をなくした者は、課長に届け出るものとする。
"""),
        [
            ("水門番の当番に関する基準", "policy", ("１．", "２．"), "水の高さを日誌に書くものとする。"),
            ("水門番の当番に関する基準", "policy", ("１．", "２．", "３．"), "課長に届け出るものとする。"),
        ],
    ),
    "a numbering begins anew below heads in corners": (
        text("""
水門番の当番に関する基準
【見回り】
１　当番は、朝に水門を見回るものとする。
２　当番は、水の高さを日誌に書くものとする。
【鍵】
１　鍵は、日の入りに次の当番に渡すものとする。
２　鍵をなくした者は、課長に届け出るものとする。
"""),
        [
            ("水門番の当番に関する基準", "policy", ("１", "２"), "水の高さを日誌に書くものとする。"),
            ("水門番の当番に関する基準", "policy", ("１", "２"), "課長に届け出るものとする。"),
        ],
    ),
    "a branch whose number is not the next": (
        text("""
水門取扱規程
（趣旨）
第一条　この規程は、水門の扱いについて必要な事項を定める。
（鍵）
第二条　鍵は、金庫に置く。
（予備の鍵）
第二条の三　前条の規定は、予備の鍵に準用する。
（雑則）
第三条　この規程のほか必要な事項は、課長が定める。
"""),
        [("水門取扱規程", "statute", ("第一条", "第二条", "第二条の三", "第三条"), "課長が定める。")],
    ),
    "a heading that begins as a counter does": (
        text("""
拾い物の扱いに関する要領
第１　拾い物の受付
拾い物は、窓口で受け付ける。
第２　回収の方法
拾い物は、夕方に回収する。
第３　期末の整理
拾い物は、三月に整理する。
"""),
        [("拾い物の扱いに関する要領", "policy", ("第１", "第２", "第３"), "三月に整理する。")],
    ),
    "a title whose characters are set two to a line": (
        text("""
別添２
個　人
情　報
取　扱
特　記
事　項
第１　受託者は、住所録を守るものとする。
第２　受託者は、住所録を写さないものとする。
第３　受託者は、住所録を返すものとする。
"""),
        [("個人情報取扱特記事項", "special_terms", ("第１", "第２", "第３"), "住所録を返すものとする。")],
    ),
    "a title behind another mark than a ring": (
        text("""
□こがらし町職員の見回りに関する規程
第１条　見回りは、夕方に行うものとする。
第２条　見回りの者は、灯を持つものとする。
第３条　見回りの道は、課長が定める。
"""),
        [("こがらし町職員の見回りに関する規程", "statute", ("第１条", "第２条", "第３条"), "課長が定める。")],
    ),
    "paragraphs in brackets that a table of contents lists": (
        text("""
水門番の仕事の手順
目　次
（１）　見回りの仕方………………………１
（２）　日誌の付け方………………………２
（３）　鍵の渡し方…………………………３
（１）　見回りの仕方
　朝に水門を見回ります。
（２）　日誌の付け方
　水の高さを書きます。
（３）　鍵の渡し方
　次の当番に渡します。
"""),
        [("水門番の仕事の手順", "other", ("（１）", "（２）", "（３）"), "次の当番に渡します。")],
    ),
    "an ordinance and its rule": (
        text("""
みどり市集会所条例
（設置）
第１条　市に集会所を置く。
（使用料）
第２条　使用料は、無料とする。
付則
この条例は、令和２年４月１日から施行する。
みどり市集会所条例施行規則
（趣旨）
第１条　この規則は、条例の施行に必要な事項を定める。
（申請）
第２条　使用する者は、申請書を出す。
（帳簿）
第３条　市長は、帳簿を備える。
別表（第２条関係）
大広間　３０人
"""),
        [
            ("みどり市集会所条例", "statute", ("第1条", "第2条"), "使用料は、無料とする。"),
            ("付則", "statute", ("",), "令和2年4月1日から施行する。"),
            ("みどり市集会所条例施行規則", "statute", ("第1条", "第2条", "第3条"), "市長は、帳簿を備える。"),
        ],
    ),
    "a closing sentence, a day left blank and signatures": (
        text("""
避難所の開設に関する協定書

さくら市（以下「甲」という。）とさくら温泉組合（以下「乙」という。）は、災害時の避難所について、次の条項により協定を締結する。
（目的）
第１条　この協定は、避難所の開設について定める。
（協力）
第２条　甲は、必要があるときは、乙に協力を求めることができる。
２　乙は、できる限りこれに応じるものとする。
（協議）
第３条　この協定に定めのない事項は、甲乙協議して定める。

以上のとおり協定を締結した証として、本書２通を作成し、甲乙が記名押印の上、各自その１通を所持する。
　　令和７年　月　日
　　　　　　甲　さくら市本町１番地
　　　　　　　　さくら市長　　　　　㊞
　　　　　　乙　さくら市湯の町３番地
　　　　　　　　さくら温泉組合　理事長
"""),
        [
            ("避難所の開設に関する協定書", "agreement", ("第1条", "第2条", "第3条"), "甲乙協議して定める。"),
        ],
    ),
    "numbers that begin anew in a part": (
        text("""
配送業務委託仕様書
第１編　共通事項
１　目的
この仕様書は、配送について定める。
２　期間
期間は、１年間とする。
第２編　個別事項
１　集荷
受託者は、毎朝、荷を集めるものとする。
２　配達
受託者は、その日のうちに荷を配るものとする。
３　記録
受託者は、配った荷を記録するものとする。
"""),
        [
            ("配送業務委託仕様書", "specification", ("1", "2"), "期間は、1年間とする。"),
            ("配送業務委託仕様書", "specification", ("1", "2", "3"), "受託者は、配った荷を記録するものとする。"),
        ],
    ),
    "contents with leaders": (
        text("""
公用車の使い方

目次
第１　使う前に ........ 1
第２　使うとき ........ 2
第３　使ったあと ........ 3

第１　使う前に
公用車を使う者は、課長の許可を受ける。
第２　使うとき
公用車は、決められた道を通る。
第３　使ったあと
公用車を使った者は、距離を記録する。
"""),
        [
            ("公用車の使い方", "other", ("第1", "第2", "第3"), "公用車を使った者は、距離を記録する。"),
        ],
    ),
    "contents with the articles of chapters": (
        text("""
つばき町文化財保護条例
目次
第１章　総則（第１条―第２条）
第２章　保護（第３条）
附則
第１章　総則
（目的）
第１条　この条例は、文化財を守ることを目的とする。
（定義）
第２条　この条例で文化財とは、古い建物をいう。
第２章　保護
（届出）
第３条　建物を改める者は、町長に届け出る。
附則
この条例は、公布の日から施行する。
"""),
        [
            ("つばき町文化財保護条例", "statute", ("第1条", "第2条", "第3条"), "町長に届け出る。"),
            ("附則", "statute", ("",), "公布の日から施行する。"),
        ],
    ),
    "branch articles": (
        text("""
はなみ市職員服務規程
（趣旨）
第１条　この規程は、職員の服務について定める。
（名札）
第１条の２　職員は、名札を付ける。
（出勤）
第２条　職員は、定時に出勤する。
（外出）
第２条の２　職員は、外出するときは届け出る。
第２条の３　前条の届けは、口頭で行う。
（その他）
第３条　この規程の施行に必要な事項は、別に定める。
"""),
        [
            (
                "はなみ市職員服務規程",
                "statute",
                ("第1条", "第1条の2", "第2条", "第2条の2", "第2条の3", "第3条"),
                "別に定める。",
            ),
        ],
    ),
    "a first number that is no clause": (
        text("""
資料２　秘密保持の取決め（ひな型）
１　この資料は、見本である。
秘密保持に関する覚書
（秘密の保持）
第１条　乙は、秘密を守らなければならない。
（返還）
第２条　乙は、渡された物を返さなければならない。
（期間）
第３条　この覚書の期間は、１年とする。
"""),
        [
            ("秘密保持に関する覚書", "agreement", ("第1条", "第2条", "第3条"), "この覚書の期間は、1年とする。"),
        ],
    ),
    "headings on the line of the label": (
        text("""
ひがし町個人情報事務取扱要領
第１　趣旨
この要領は、個人情報の事務について定める。
第２　登録
１　登録の単位
登録は、事務ごとに行う。
２　登録の方法
登録は、登録簿に書いて行う。
第３　保存
登録簿は、５年間保存する。
"""),
        [
            ("ひがし町個人情報事務取扱要領", "policy", ("第1", "第2", "第3"), "登録簿は、5年間保存する。"),
        ],
    ),
    "notes in brackets within a clause": (
        text("""
業務公告
１　業務の名称
名簿の整理とする。
２　参加の条件
次のとおりとする。
（県内業者に限る。）
（審査の対象）
３　保証金
免除する。
４　開札
本庁舎で行う。
"""),
        [
            ("業務公告", "other", ("1", "2", "3", "4"), "本庁舎で行う。"),
        ],
    ),
    "an extract with omissions": (
        text("""
もみじ区情報公開条例（抄）
（目的）
第１条　この条例は、情報を公開することを目的とする。
（中略）
（請求）
第５条　区民は、情報の公開を請求することができる。
（略）
（審議会）
第21条　区に審議会を置く。
"""),
        [
            ("もみじ区情報公開条例（抄）", "statute", ("第1条", "第5条", "第21条"), "区に審議会を置く。"),
        ],
    ),
    "an extract that begins late": (
        text("""
かしわ市契約約款（抜粋）
（秘密の保持）
第18条　受注者は、秘密を守らなければならない。
（個人情報）
第19条　受注者は、個人情報を守らなければならない。
（解除）
第25条　発注者は、契約を解除することができる。
"""),
        [
            ("かしわ市契約約款（抜粋）", "agreement", ("第18条", "第19条", "第25条"), "契約を解除することができる。"),
        ],
    ),
    "numbers alone on their lines": (
        text("""
個人情報の取扱いに係る遵守事項
１
受託者は、秘密を守ること。
２
受託者は、名簿を写さないこと。ただし、区が認めたときは、
この限りでない。
３
受託者は、名簿を返すこと。
"""),
        [
            ("個人情報の取扱いに係る遵守事項", "special_terms", ("1", "2", "3"), "受託者は、名簿を返すこと。"),
        ],
    ),
    "a title one character a line": (
        text("""
別記
仕
様
書
１　件名
窓口の受付業務とする。
２　場所
本庁舎とする。
３　期間
１年間とする。
"""),
        [
            ("仕様書", "specification", ("1", "2", "3"), "1年間とする。"),
        ],
    ),
    "a title with spaces between its characters": (
        text("""
特　　記　　仕　　様　　書
（総則）
第１条　乙は、この仕様書を守らなければならない。
（報告）
第２条　乙は、毎月、甲に報告しなければならない。
"""),
        [
            ("特記仕様書", "special_terms", ("第1条", "第2条"), "甲に報告しなければならない。"),
        ],
    ),
    "a numbered supplement": (
        text("""
あさひ市債権管理条例
（目的）
第１条　この条例は、債権の管理について定める。
（台帳）
第２条　市長は、台帳を作る。
　　　附　則
（施行期日）
１　この条例は、令和６年４月１日から施行する。
（経過措置）
２　第２条の規定は、施行日以後の債権について適用する。
"""),
        [
            ("あさひ市債権管理条例", "statute", ("第1条", "第2条"), "市長は、台帳を作る。"),
            ("附則", "statute", ("1", "2"), "施行日以後の債権について適用する。"),
        ],
    ),
    "headings without brackets": (
        text("""
古紙回収業務における注意事項

集める場所
第1条 乙は、決められた場所で古紙を集めなければならない。
集める時刻
第2条 乙は、朝八時から古紙を集めなければならない。
残った紙
第3条 乙は、残った紙を集めなければならない。
"""),
        [
            (
                "古紙回収業務における注意事項",
                "special_terms",
                ("第1条", "第2条", "第3条"),
                "残った紙を集めなければならない。",
            ),
        ],
    ),
    "a bill with its number": (
        text("""
議案第１４号
みなと町の公の施設の指定管理者の指定について
地方自治法（昭和２２年法律第６７号。以下「法」という。）第２４４条の２第３項の規定により、次のとおり指定する。
記
１　施設の名称
みなと町会館とする。
２　指定管理者
みなと町会館運営組合とする。
３　指定の期間
法第２４４条の２第５項により、３年間とする。
令和７年１２月３日提出
みなと町長　浜野　渚
"""),
        [
            (
                "議案第１４号\u3000みなと町の公の施設の指定管理者の指定について",
                "other",
                ("1", "2", "3"),
                "3年間とする。",
            ),
        ],
    ),
    "a supplement whose heading is lost": (
        text("""
○うみべ市公印規程
(趣旨)
第一条 この規程は、公印について定める。
(管守)
第二条 公印は、総務課長が管守する。
(押印)
第三条 公印は、決裁を受けて押す。
1 この規程は、令和三年四月一日から施行する。
2 旧公印規程は、廃止する。
体系情報
第2類 行政
"""),
        [
            ("うみべ市公印規程", "statute", ("第一条", "第二条", "第三条"), "決裁を受けて押す。"),
        ],
    ),
    "enclosed labels of items": (
        text("""
受付業務要領
第１条　受付は、次による。
　㈠　名を聞く。
　㈡　名簿に書く。
第２条　案内は、次による。
　①　場所を告げる。
　②　図を渡す。
第３条　この要領にないことは、課長が決める。
"""),
        [
            ("受付業務要領", "policy", ("第1条", "第2条", "第3条"), "課長が決める。"),
        ],
    ),
    "heads of sections without a number": (
        text("""
貸出し約款
総則
第１条（適用）
この約款は、貸出しに適用する。
第２条（申込み）
借りる者は、申込書を出す。
返却
第３条（期限）
借りた者は、期限までに返す。
第４条（弁償）
借りた者は、失った物を弁償する。
"""),
        [
            ("貸出し約款", "agreement", ("第1条", "第2条", "第3条", "第4条"), "失った物を弁償する。"),
        ],
    ),
    "no title": (
        text("""
第１条　甲は、会場を貸す。
第２条　乙は、会場を汚してはならない。
第３条　乙は、使った後に掃除をする。
"""),
        [
            ("", "other", ("第1条", "第2条", "第3条"), "使った後に掃除をする。"),
        ],
    ),
    "a law with its number": (
        text("""
個人情報の保護に関する法律（平成十五年法律第五十七号）
（目的）
第一条　この法律は、個人の権利利益を保護することを目的とする。
（定義）
第二条　この法律において「個人情報」とは、生存する個人に関する情報をいう。
一　氏名があるもの
二　番号があるもの
（国の責務）
第三条　国は、必要な施策を実施する責務を有する。
"""),
        [
            (
                "個人情報の保護に関する法律（平成十五年法律第五十七号）",
                "statute",
                ("第一条", "第二条", "第三条"),
                "実施する責務を有する。",
            ),
        ],
    ),
}

NONE: dict[str, str] = {
    "a council's proposal with the headings of a report": (
        "かりん区個人情報保護審議会\n１　はじめに\n　審議会は、平成の初めに置かれた。\n２　審議の結果\n　諮問二十件を審議した。\n"
        "３　留意すべき点\n　委託に当たっては、保護に対応をすること。\n"
    ),
    "guideline prose": text("""
地域防災の手引き
第１章　はじめに
地域の防災は、住民の協力で成り立っています。日ごろの備えが大切です。
第２章　備え
１　水
水は三日分をためておきます。
２　食料
食料は三日分をためておきます。
第３章　避難
避難は早めに行います。声を掛け合って逃げましょう。
"""),
    "minutes agenda": text("""
次第
１　開会
２　会長あいさつ
３　議事
(1) 名簿の写しについて
(2) その他
４　閉会
"""),
    "notice list": text("""
お知らせ
次の物を持ってきてください。
１　筆記用具
２　上履き
３　水筒
４　弁当
"""),
    "toc only": text("""
要綱集
目次
１　表彰要綱 ………… 1
２　補助要綱 ………… 3
３　貸付要綱 ………… 5
４　広報要綱 ………… 7
"""),
    "bills list": text("""
議案一覧
議案第１号　令和７年度一般会計予算
議案第２号　特別会計予算
議案第３号　税条例の一部を改正する条例
議案第４号　手数料条例の一部を改正する条例
議案第５号　公の施設の指定管理者の指定について
"""),
    "list of statutes": text("""
関係例規
１　文書規程
２　公印規程
３　服務規程
"""),
    "minutes with quotes": text("""
第３回委員会の記録
日時　令和７年５月１日
出席者　会長、委員
会長　それでは始めます。
委員　仕様書の第３条について伺います。
事務局　第３条は、再委託の禁止を定めています。
会長　ほかに質問はありますか。
委員　ありません。
"""),
    "date rows": text("""
日程
1 月曜日は会議室を使います。
3 月から始めます。
5 人以上で申し込みます。
"""),
}


def as_text(folder: Path, words: str) -> Path:
    path = folder / "paper.txt"
    path.write_text(words, encoding="utf-8")
    return path


def as_wrapped_text(folder: Path, words: str) -> Path:
    """Lines broken after 24 characters, as exports break them."""
    return as_text(folder, "\n".join(part for line in words.split("\n") for part in re.findall(".{1,24}", line)))


def as_word(folder: Path, words: str) -> Path:
    return word_file(folder, *(paragraph(line) for line in words.split("\n") if line))


def as_pages(folder: Path, words: str) -> Path:
    """Pages of 10.5 points; the first line is larger and in the middle."""
    document = pymupdf.open()
    page, y = document.new_page(), 72.0
    for number, line in enumerate(line for line in words.split("\n") if line.strip()):
        size = 14.0 if number == 0 else 10.5
        x = (595 - size * len(line)) / 2 if number == 0 else 72 + 10.5 * (len(line) - len(line.lstrip("　")))
        if y > 740 or re.match("様式|別表", line):
            page, y = document.new_page(), 72.0
        for part in re.findall(f".{{1,{int((523 - x) / size)}}}", line.strip()):
            page.insert_text((x, y), part, fontname="japan", fontsize=size)
            y += 18
    path = folder / "paper.pdf"
    document.save(path)
    return path


MEDIA = {"text": as_text, "wrapped text": as_wrapped_text, "Word": as_word, "pages": as_pages}


def plain(words: str | None) -> str:
    """Without white space and the width of characters."""
    wide = {ord("０") + k: str(k) for k in range(10)}
    return re.sub(r"\s", "", (words or "").translate(wide))


def seen(found: ClauseSet, ending: str) -> Want:
    last = plain(found.clauses[-1].text)
    labels = tuple(plain(clause.label) for clause in found.clauses)
    return plain(found.title), found.kind, labels, ending if last.endswith(ending) else last


def held(document: Document, want: list[Want]) -> list[Want]:
    endings = [ending for *_, ending in want] + [""] * len(document.clause_sets)
    return [seen(found, plain(ending)) for found, ending in zip(document.clause_sets, endings, strict=False)]


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", SETS)
def test_where_sets_begin_and_end(tmp_path: Path, name: str, medium: str) -> None:
    words, want = SETS[name]
    wanted = [(plain(title), kind, tuple(map(plain, labels)), plain(end)) for title, kind, labels, end in want]
    assert held(extract(MEDIA[medium](tmp_path, words)), want) == wanted


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", NONE)
def test_documents_without_clauses(tmp_path: Path, name: str, medium: str) -> None:
    assert extract(MEDIA[medium](tmp_path, NONE[name])).clause_sets == []


def of_one_title(want: list[Want]) -> bool:
    return bool(want[0][0]) and all(re.match("附則|付則", title) for title, *_ in want[1:])


@pytest.mark.parametrize("name", [name for name, (_, want) in SETS.items() if of_one_title(want)])
def test_the_same_clauses_without_the_title(tmp_path: Path, name: str) -> None:
    """What a set is does not depend on its title: articles and unbroken numbers are clauses without one."""
    words, ((title, _, labels, _), *_) = SETS[name]
    bare = "\n".join(line for line in words.split("\n") if plain(title) not in plain(line))
    found = extract(as_text(tmp_path, bare)).clause_sets
    main = [one for one in found if one.supplement_of is None]
    assert [tuple(plain(clause.label) for clause in one.clauses) for one in main] == [tuple(map(plain, labels))]


FORM = table(
    ("件名", "渡し船の切符の販売の委託について"),
    ("所管課", "水辺課"),
    ("委託先", "みなと舟運株式会社"),
    ("委託の理由", "窓口の混雑を解くため"),
    ("委託の内容", "切符を売り、記録を残す。"),
)
ARTICLES = [
    "（秘密の保持）",
    "第１条　乙は、業務により知り得たことを他人に知らせてはならない。",
    "（従事者の監督）",
    "第２条　乙は、業務に従事する者を監督しなければならない。",
    "（複写の禁止）",
    "第３条　乙は、資料を複写してはならない。",
]


@pytest.mark.parametrize("title", ["", "業務の約束ごと", "個人情報の取扱いに関する特記事項　＝"])
def test_articles_below_a_form_are_a_set_whatever_their_title(title: str, tmp_path: Path) -> None:
    lines = ["諮問第３号", *([title] if title else []), *ARTICLES]
    document = extract(word_file(tmp_path, paragraph(lines[0]), FORM, *map(paragraph, lines[1:])))
    [found] = document.clause_sets
    assert (found.title, [clause.label for clause in found.clauses]) == (title, ["第１条", "第２条", "第３条"])
    assert document.cases[0].title == "渡し船の切符の販売の委託について"


def test_two_articles_in_a_form_without_a_title_are_its_own(tmp_path: Path) -> None:
    document = extract(word_file(tmp_path, paragraph("諮問第３号"), FORM, *map(paragraph, ARTICLES[:4])))
    assert document.clause_sets == []
