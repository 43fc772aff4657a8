"""Documents of wards that never were, many on each template, for tests of works: nine tenths of each is the template.

`papers` gives them as lines; `as_document` as a work is found by, without a file; the writers below as files.
"""

from __future__ import annotations

import datetime
import random
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pymupdf

from kaigi_extract.archive.shingles import letters
from kaigi_extract.archive.work_documents import Form, WorkDocument

_BOILERPLATE = (
    "この様式は、個人情報の取扱いを外に委ねるとき、又は他の業務に使うときに、審議会の意見を聴くために作成する。",
    "記入に当たっては、取り扱う情報の範囲を必要な限りにとどめ、取扱いの期間を明らかにすること。",
    "受託者は、業務に従事する者の名簿を備え、取扱いの場所を定め、許可なく持ち出してはならない。",
    "受託者は、業務が終わったときは、預かった帳票及び記録媒体を速やかに返し、複写したものを消去しなければならない。",
    "担当する部署は、年に一度以上、受託者の取扱いの場所に立ち入り、台帳と帳票の数とを照らし合わせて確かめる。",
    "事故が起きたときは、直ちに担当する部署に知らせ、指示を受けるとともに、経過を記した書面を出さなければならない。",
    "電子計算機を使うときは、利用する者ごとに符号を与え、記録を三年の間保存し、定めのない結合をしてはならない。",
    "再委託は、あらかじめ書面による承諾を得た場合に限り、承諾を得た者にもこの様式の定めを守らせるものとする。",
)
_SERVICES = (
    "粗大物収集",
    "児童クラブ利用",
    "健康教室",
    "貸出自転車",
    "納税案内",
    "学校給食",
    "図書貸出",
    "敬老乗車",
    "防災名簿",
    "放置車両",
    "緑化助成",
    "住宅改修",
    "予防接種",
    "保育入園",
    "介護認定",
)
_ACTS = ("受付", "案内状の作成", "台帳の入力", "電話相談", "調査票の集計", "納付書の発送", "利用証の印刷", "名簿の点検")
_COMPANIES = ("みなと", "あけぼの", "つくし", "北斗", "すみれ", "白樺", "青葉", "しおかぜ", "若竹", "千草")
_KINDS = ("事務サービス", "データ", "システム", "印刷", "コールセンター")
_OFFICES = ("区民部戸籍課", "福祉部高齢支援課", "教育部学務課", "環境部清掃課", "総務部人事課", "土木部交通課")
_ITEMS = ("氏名", "住所", "生年月日", "電話番号", "世帯構成", "口座番号", "受診日", "在籍校", "車両番号", "利用回数")


@dataclass(frozen=True)
class Paper:
    """One document as its lines."""

    title: str
    lines: tuple[str, ...]
    ward: str = "nerima"
    day: datetime.date | None = None
    values: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def form(at: int, template: int = 0, **given: str) -> Paper:
    """One filled-in form of a template: title, office, company, items and numbers are its own."""
    chance = random.Random(1000 * template + at)
    business = f"{_SERVICES[at % len(_SERVICES)]}{_ACTS[at // len(_SERVICES) % len(_ACTS)]}"
    words = {
        "title": f"{business}{'' if at < 120 else '（' + str(at) + '地区）'}業務の委託について",
        "office": chance.choice(_OFFICES),
        "company": f"{chance.choice(_COMPANIES)}{chance.choice(_KINDS)}株式会社",
        "items": "、".join(chance.sample(_ITEMS, 4)),
        "count": f"{chance.randint(200, 99999):,}件",
        "from": f"令和{chance.randint(1, 6)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
        "place": f"第{chance.randint(1, 400)}作業室",
    } | given
    order = random.Random(template).sample(_BOILERPLATE, len(_BOILERPLATE))
    lines = (
        "個人情報保護審議会諮問資料",
        f"件名　{words['title']}",
        f"担当　{words['office']}",
        *(f"{number}　{line}" for number, line in enumerate(order[:4], 1)),
        f"受託者　{words['company']}",
        f"対象の件数　{words['count']}",
        f"項目　{words['items']}",
        *(f"{number}　{line}" for number, line in enumerate(order[4:], 5)),
        f"開始　{words['from']}",
        f"場所　{words['place']}",
    )
    return Paper(words["title"], lines, values=(words["title"], words["office"], words["company"]))


def yearly(year: int) -> Paper:
    """One of an annual series: the text is that of every year, the year and the figures are its own."""
    chance = random.Random(year)
    figures = [
        f"{label}　{chance.randint(10, 900)}件"
        for label in ("開示の請求", "訂正の請求", "利用停止の請求", "審査請求", "苦情", "研修")
    ]
    title = f"令和{year}年度個人情報保護制度の運用状況について"
    lines = (title, *_BOILERPLATE[:5], f"令和{year}年度の状況は次のとおりである。", *figures, *_BOILERPLATE[5:])
    return Paper(title, lines)


def statistics(month: int) -> Paper:
    """One of a monthly series under one title: figures and the day alone are its own."""
    chance = random.Random(77 + month)
    rows = [f"{label}　{chance.randint(10, 900)}件" for label in ("窓口", "電話", "郵送", "電子申請", "出張所")]
    day = datetime.date(2021 + month // 12, month % 12 + 1, 10)
    lines = ("請求の受付の状況", f"{day.year}年{day.month}月{day.day}日", *_BOILERPLATE[:6], *rows, *_BOILERPLATE[6:])
    return Paper("請求の受付の状況", lines, day=day)


def different(count: int) -> list[Paper]:
    """So many papers, no two of which are one: forms on three templates, and two series."""
    series = [yearly(year) for year in range(1, 8)] + [statistics(month) for month in range(24)]
    made = series[:count]
    return made + [form(at, at % 3) for at in range(count - len(made))]


def misread(text: str, share: float, seed: int = 0) -> str:
    """A text as a recogniser may read it: so many of its characters are others, few are lost."""
    chance = random.Random(seed)
    others = "目白日口田由甲申国図大太犬木本未末土士"
    return "".join(
        char
        if char == "\n"
        else ""
        if chance.random() < share / 10
        else chance.choice(others)
        if chance.random() < share
        else char
        for char in text
    )


def as_document(
    paper: Paper, identity: str, kind: Form = "pdf", recognised: float = 0.0, **more: object
) -> WorkDocument:
    """A paper as works are found by."""
    text = letters(paper.text)
    made = WorkDocument(
        id=identity, path=f"{identity}.{kind}", ward=paper.ward, date=None, form=kind, pages=1, recognised=recognised,
        confidence=0.97 if recognised else 1.0, titles=[paper.title], days={paper.day} if paper.day else set(),
        numbers=set(paper.numbers), values={letters(value) for value in paper.values},
        packed=zlib.compress(text.encode(), 1), length=len(text),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def scanned(paper: Paper, identity: str, share: float = 0.02) -> WorkDocument:
    """A paper recognised from its picture, so many of its characters misread; its title is what was read."""
    read = misread(paper.text, share, zlib.crc32(identity.encode()))
    title = next(line for line in read.split("\n") if len(line) > 6)
    named = next((line[3:] for line in read.split("\n")[1:2] if paper.lines[1].startswith("件名")), title)
    return as_document(replace(paper, title=named, lines=tuple(read.split("\n")), values=()), identity, "scan", 1.0)


def write_text(paper: Paper, path: Path) -> None:
    path.write_text(paper.text, encoding="utf-8")


def write_word(paper: Paper, path: Path) -> None:
    document = docx.Document()
    for line in paper.lines:
        document.add_paragraph(line)
    document.save(path)


def write_pdf(paper: Paper, path: Path) -> None:
    """Set in lines of 40 characters, with a number below each page."""
    document = pymupdf.open()
    set_lines = [line[at : at + 40] for line in paper.lines for at in range(0, len(line), 40)]
    for number, start in enumerate(range(0, len(set_lines), 38), 1):
        page = document.new_page(width=595, height=842)
        for row, line in enumerate(set_lines[start : start + 38]):
            page.insert_text((70, 70 + 18 * row), line, fontname="japan", fontsize=11)
        page.insert_text((290, 810), f"- {number} -", fontname="japan", fontsize=9)
    document.save(path)


def write_scan(paper: Paper, path: Path) -> None:
    """The PDF as pictures of its pages."""
    write_pdf(paper, path)
    pictures = pymupdf.open()
    with pymupdf.open(path) as document:
        for page in document:
            picture = pictures.new_page(width=595, height=842)
            picture.insert_image(picture.rect, stream=page.get_pixmap(dpi=200).tobytes("png"))
    path.unlink()
    pictures.save(path)
