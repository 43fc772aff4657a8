"""More than thirty searches as people type them, on an archive of ten documents, and which documents each must find."""

from __future__ import annotations

import shutil

import pytest

from kaigi_extract import Archive, migrate
from kaigi_extract.archive.spellings import spellings_of
from tests.archives import TEXT

TEXTS = {
    "a": ("minato", "2012-05-10", "電算室のサーバー更新\n古いサーバーを廃棄する。作業は業者に委託する。\n"),
    "b": ("minato", "2013-06-20", "予約システム\nｻｰﾊﾞの設置場所を変える。再委託は認めない。\n"),
    "c": ("ota", "2014-07-30", "機器の一覧\nサーバ２台、プリンタ１台、コンピュータ５台\n"),
    "d": ("ota", "2015-08-09", "催しの申込み\n申込書を窓口で受け付ける。氏名と住所を書く。\n"),
    "e": ("taito", "2016-09-19", "講座のお知らせ\n電話で申し込みができる。受付は９時から。\n"),
    "f": ("taito", "2017-10-29", "葛\U000e0100城地区の名簿\n髙橋委員が取扱いを尋ねた。\n"),
    "g": ("taito", "2018-11-08", "葛城通りの工事\n高橋課長が取り扱いを説明した。ＡＢＣ社の見積り。\n"),
    "h": (None, "2019-12-18", "引越しの届出\nコンピューターで手続ができる。附属機関に問合せる。\n"),
    "i": (None, None, "引っ越しの\nお知らせ\n付属機関への問い合わせ、手続きの流れ。個人情報の\n保護に関する注意。\n"),
}

ANSWERS = [
    ("サーバ", "abc"),
    ("サーバー", "abc"),
    ("ｻｰﾊﾞ", "abc"),
    ("サーバー 委託", "ab"),
    ("サーバ -再委託", "ac"),
    ("サーバー OR 名簿", "abcf"),
    ("サーバー -ｻｰﾊﾞ", ""),
    ("コンピュータ", "ch"),
    ("コンピューター", "ch"),
    ("申込み", "de"),
    ("申し込み", "de"),
    ("申込書", "d"),
    ("受け付け -窓口", "e"),
    ("葛城", "fg"),
    ("葛\U000e0100城", "fg"),
    ("葛城 名簿", "f"),
    ("取り扱い", "fg"),
    ("取扱い", "fg"),
    ("abc社", "g"),
    ("９時", "e"),
    ("引越し", "hi"),
    ("引っ越し", "hi"),
    ("附属機関", "hi"),
    ("付属機関 手続", "hi"),
    ('"個人情報の保護"', "i"),
    ("「個人情報の保護」 サーバ", ""),
    ("問い合わせ", "hi"),
    ("サーバ ward:ota", "c"),
    ("サーバ since:2013-01-01 until:2013-12-31", "b"),
    ("お知らせ OR 名簿 until:2016-12-31", "e"),
    ("サーバ category:outsourcing", ""),
    ("委託 category:outsourcing ward:shinjuku", "z"),
    ("委託 kind:form ward:shinjuku", "z"),
    ("委託 kind:minutes", ""),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    source = folder / "src"
    source.mkdir()
    lines = ["path,date,ward"]
    for name, (ward, day, text) in TEXTS.items():
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
        lines.append(f"{name}.txt,{day or ''},{ward or ''}")
    shutil.copy(TEXT, source / "z.txt")
    (source / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    migrate(source, folder / "dest", recogniser="none", workers=1, metadata=source / "list.csv")
    with Archive(folder / "dest") as opened:
        yield opened


@pytest.mark.parametrize(("words", "names"), ANSWERS, ids=[words for words, _ in ANSWERS])
def test_which_documents(archive, words, names):
    found = {path.removesuffix(".txt") for path in archive.search(words)["path"]}
    if not words.endswith("shinjuku"):
        found -= {"z"}
    assert "".join(sorted(found)) == names


def test_the_find_is_as_printed(archive):
    finds = archive.search("サーバ ward:minato")
    assert sorted(finds["text"]) == ["サーバー", "サーバー", "ｻｰﾊﾞ"]
    [find] = archive.search("申込み ward:taito").itertuples()
    assert (find.before[-4:], find.text, find.after[:4]) == ("せ電話で", "申し込み", "ができる")


@pytest.mark.parametrize(
    ("word", "known", "several"),
    [
        ("申込み", {"申し込み": ["申込"]}, ["申込み", "申し込み", "申込"]),
        ("サーバ管理", {"サーバー": ["サーバ"]}, ["サーバ管理", "サーバー管理"]),
        ("かた", {"方": ["かた"]}, ["かた"]),
        ("区", {"区": ["く"]}, ["区"]),
        ("", {}, [""]),
    ],
)
def test_spellings(word, known, several):
    assert spellings_of(word, lambda normal: known.get(normal, [])) == several
