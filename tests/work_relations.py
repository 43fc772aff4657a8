"""Documents of one invented matter that belong together without being one: 諮問, 答申, minutes, bundles, corrections."""

from __future__ import annotations

from tests.work_families import _BOILERPLATE, Paper

_GUARDED = "委託先における管理の体制と、期間を過ぎた情報の消去の手順は、示された保護対策によって確かめられる。"


def consultation(number: int, title: str, company: str = "みなとデータ株式会社", more: tuple[str, ...] = ()) -> Paper:
    """A 諮問書 of the third of June 2022."""
    lines = (
        f"諮問第{number}号", "令和4年6月3日", "個人情報保護審議会会長　様", "練馬区長",
        "個人情報保護審議会への諮問について（諮問）", "条例第12条の規定により、下記のとおり諮問します。", "記",
        f"件名　{title}", "担当　福祉部高齢支援課", "１　事業の目的",
        f"区が行う{title[:6]}に係る事務を円滑に進めるため、専門の事業者に業務の一部を任せる。", "２　委託先", company,
        "３　取り扱う個人情報", "氏名、住所、生年月日、電話番号、世帯構成", "４　委託の期間",
        f"令和4年7月{number}日から令和5年3月31日まで", "５　保護対策", *_BOILERPLATE[:5], *more,
    )  # fmt: skip
    return Paper(title, lines)


def opinion(number: int, title: str, more: tuple[str, ...] = ()) -> Paper:
    """The 答申 on it."""
    lines = (
        f"答申第{number}号", "令和4年6月20日", "練馬区長　様", "個人情報保護審議会会長", f"{title}（答申）",
        f"令和4年6月3日付け諮問第{number}号により諮問のあった下記の事項について、次のとおり答申します。", "記",
        f"件名　{title}", "１　審議会の結論", "本件については、適当と認める。", "２　審議の経過",
        "令和4年6月3日　諮問を受けた。", "令和4年6月15日　審議した。", "３　審議会の判断", f"{_GUARDED}よって結論のとおり判断した。",
        *more,
    )  # fmt: skip
    return Paper(title, lines)


def minutes(month: int, titles: tuple[str, ...]) -> Paper:
    """会議要録 of one month: what is said of each matter is the same every time, but for a figure."""
    day = f"令和4年{month}月15日"
    lines = [
        "練馬区個人情報保護審議会　会議要録", f"第{month}回　{day}", f"１　開会日時　{day}　午後2時から午後3時30分まで",
        "２　場所　区役所3階第2会議室", "３　出席者　青木委員、石田委員、上野委員", "４　議題",
        *(f"（{at}）{title}" for at, title in enumerate(titles, 1)), "５　議事の概要",
    ]  # fmt: skip
    for at, title in enumerate(titles, 1):
        lines += [
            f"（{at}）{title}", "事務局から資料に基づき説明した。", f"青木委員　{title[:8]}で扱う情報はどこで保管するのか。",
            "事務局　施錠できる書庫で保管し、終了後に消去する。",
            f"石田委員　件数は年に{month * 37 + at * 11}件と理解してよいか。", "事務局　そのとおりである。",
            "会長　本件は諮問のとおり承認することでよいか。", "（異議なし）", "会長　承認する。",
        ]  # fmt: skip
    return Paper("会議要録", (*lines, "６　次回の日程", "次回は追って連絡する。"))


def together(*papers: Paper) -> Paper:
    """Several papers in one file."""
    return Paper("合冊", tuple(line for paper in papers for line in paper.lines))


def with_words(paper: Paper, old: str, new: str) -> Paper:
    """A version of a paper with other words."""
    assert old in paper.text
    return Paper(paper.title, tuple(line.replace(old, new) for line in paper.lines))
