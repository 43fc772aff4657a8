"""Counterparties: named, only described, or still open."""

import pytest

from kaigi_extract.text.counterparty import read_counterparty

PARTIES = [
    # text, name, kind, note, undecided
    ("株式会社あおば情報 (認証取得、国内のみ)", "株式会社あおば情報", None, "認証取得、国内のみ", False),
    ("株式会社あおば情報\n※認証取得", "株式会社あおば情報", None, "※認証取得", False),
    ("株式会社あおば（代表者　乙野　花子）", "株式会社あおば（代表者　乙野　花子）", None, None, False),
    ("株式会社あおば（代表取締役社長 乙野花子）", "株式会社あおば（代表取締役社長 乙野花子）", None, None, False),
    ("株式会社あおば（代表企業）", "株式会社あおば", None, "代表企業", False),
    ("社団法人あおば福祉会", "社団法人あおば福祉会", None, None, False),
    ("（株）あおば", "（株）あおば", None, None, False),
    ("あおば（株）", "あおば（株）", None, None, False),
    ("あおば（株）（予定）", "あおば（株）", None, "予定", False),
    ("・あおば合同会社", "あおば合同会社", None, None, False),
    ("○○株式会社", "○○株式会社", None, None, False),
    ("委託先：あおば株式会社", "あおば株式会社", None, None, False),
    ("法務省", "法務省", None, None, False),
    ("区市町村", "区市町村", None, None, False),
    ("都税を扱う全ての部署", "都税を扱う全ての部署", None, None, False),
    ("青葉区社会福祉協議会", "青葉区社会福祉協議会", None, None, False),
    ("株式会社未来設計", "株式会社未来設計", None, None, False),
    ("システム開発事業者", None, "システム開発事業者", None, False),
    ("印刷業者", None, "印刷業者", None, False),
    ("情報処理業（入力）", None, "情報処理業", "入力", False),
    ("民間企業", None, "民間企業", None, False),
    ("児童の支援に実績のある団体", None, "児童の支援に実績のある団体", None, False),
    ("情報処理業者（未定）", None, "情報処理業者", "未定", True),
    ("㈱あおば\n所在地：㈱みどり内", "㈱あおば", None, "所在地：㈱みどり内", False),
    ("－", None, None, None, False),
    ("該当なし", None, None, None, False),
    ("未定", None, None, None, True),
    ("未 定", None, None, None, True),
    ("現時点では未定 (入札で選ぶ予定である。)", None, None, "入札で選ぶ予定である。", True),
    ("未定（運送業者）", None, None, "運送業者", True),
    ("選定中", None, None, None, True),
    ("入札により決定", None, None, "入札により決定", True),
    ("今後決定", None, None, "今後決定", True),
    ("指名競争入札により決定する。", None, None, "指名競争入札により決定する", True),
    ("プロポーザル方式により選定した事業者", None, None, "プロポーザル方式により選定した事業者", True),
    # remarks: beside a name, never all of it
    ("あおば会。認証取得済み", "あおば会", None, "認証取得済み", False),
    ("あおば会※認証", "あおば会", None, "※認証", False),
    ("あおば会\n（認証取得）", "あおば会", None, "認証取得", False),
    ("あおば会。", "あおば会", None, None, False),
    ("(認証取得)", "(認証取得)", None, None, False),
    ("※認証取得", "※認証取得", None, None, False),
    # a kind of body is a line of business; one body is not, whatever it does
    ("株式会社等", None, "株式会社等", None, False),
    ("社会福祉法人", None, "社会福祉法人", None, False),
    ("株式会社の資格を有する業者", None, "株式会社の資格を有する業者", None, False),
    ("株式会社あおば事業者", "株式会社あおば事業者", None, None, False),
    ("介護事業所", "介護事業所", None, None, False),
    ("情報処理機関", "情報処理機関", None, None, False),
    ("印刷業者※未定", None, "印刷業者", "※未定", True),
    ("あおば株式会社（未定）", "あおば株式会社", None, "未定", False),
    # an address above
    (
        "東京都青葉区本町１－２－３　あおばビル\n株式会社あおば",
        "株式会社あおば",
        None,
        "東京都青葉区本町１－２－３　あおばビル",
        False,
    ),
    ("青葉区本町1丁目2番\n印刷業者（予定）", None, "印刷業者", "青葉区本町1丁目2番\n予定", False),
    ("", None, None, None, False),
    (" \n", None, None, None, False),
]


@pytest.mark.parametrize(("text", "name", "kind", "note", "undecided"), PARTIES)
def test_counterparty(text, name, kind, note, undecided):
    reading = read_counterparty(text)
    assert (reading.name, reading.kind, reading.note, reading.undecided) == (name, kind, note, undecided)
    if name or kind:
        assert text[reading.start : reading.end] == (name or kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("１　あおば工房\n２　みどり工房", "あおば工房、みどり工房"),
        ("㈱あおば\n㈱みどり", "㈱あおば、㈱みどり"),
        ("㈱あおば\n（㈱みどりの子会社）", "㈱あおば"),
        ("１　あおば工房\n３　みどり工房", "１　あおば工房"),
    ],
)
def test_several_parties(text, name):
    assert read_counterparty(text).name == name
