"""Digits that count what follows them, and number nothing: 31 日まで, ３件, 5 GB."""

from __future__ import annotations

from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import HAN

_COUNTER_FORCED = (
    # Always a quantity, whatever follows.
    r"(?:[かカヵヶケ箇][月所年国条]|個所|個月|年度|年間|日間|週間|時間|分間|秒間|世帯(?![主員全])|丁目|番地|号室|号様式|号書式|号議案|種類|段階|世代|年生|親等|"
    r"月(?:定例|臨時会|議会|補正)|時(?:開[会始議演]|閉会|終了|散会)|[人名](?:出席|欠席)|"
    r"パーセント|ポイント|文字(?![列化盤通])|キロ|メートル|ページ|頁|トン|グラム|バイト|ヘクタール|[%％‰℃㎡㎥㎏㎝㎜㎞])"
)
_COUNTERS = "年月日時分秒件人枚部冊回台社名号条項円歳週点割倍通期級番階戸版代位度本個校園室行歩票箱列隻頭匹杯軒棟泊桁"
_COUNTER = f"[{_COUNTERS}]"
_FIRST = frozenset(f"{_COUNTERS}かカヵヶケ箇世丁種段親文パポキメペ頁トグバヘ%％‰℃㎡㎥㎏㎝㎜㎞千百万億つKMGTbdckmgFf")
"""What begins a unit of any kind. A test that costs little: most of what follows digits begins none."""
_COUNTER_AFTER = late_pattern(
    # What follows a counter and keeps it one: the end, kana, punctuation, a digit, or a word of measuring.
    rf"\s*(?:{_COUNTER_FORCED}|(?:[千百]?[万億千百]|{_COUNTER})(?![{HAN}])|[千百]?[万億千百](?:数|余|円|人|件|枚|台|名|通|冊|世帯|万|億)|"
    rf"{_COUNTER}(?:程度|以[上下内降前後外]|未満|前後|頃|現在|付け|当た|超|[上中下]旬|及び|又は|並び|若しく|目|施行|余り|条例第|諮問|"
    r"午[前後]|から|[曜〇]|末(?=[\sまのにをはか、日）)]|$)|初め|分(?![析類担野割掌離別岐散配布])|半|後|前(?![回提項年述])|毎|元))"
)
_NOT_COUNTED = late_pattern(
    # Words that begin like a counter: 分かりやすい, 日ごろ, 本人, 点検, 人数, 名前; and spaced words (1　件　　名).
    rf"\s*(?:分か[りるら]|日ごろ|時に[はお]|個[々人別]|本(?:人|数)|(?:人|件|枚|回|台|点|部|名|項|日|冊|個|戸)(?:数|目的|前後策)|項目|名(?:前|目)|"
    rf"人(?:件|員|前)|万(?:一|が一)|年(?:末|始)(?:年始|調整)|{_COUNTER}(?:[^\S\n]+[{HAN}])+(?:\s|$))"
)
_FLOOR = late_pattern(rf"階(?![段層級])[{HAN}ァ-ヶ]")
"""A floor of a house right behind its number: １階見学室."""
_TSU = late_pattern(r"\s*つ(?:$|[のをにはがでと、。，）)目以ず])")
_MEASURE_UNIT = late_pattern(r"\s*(?:[KMGT]B|[KMGT]?bps|dpi|bit|[ckm]?m[2²]?|[km]?g|[Ff])(?![A-Za-z])")


def is_quantity(line: str, at: int) -> bool:
    """Whether the digits before ``at`` count what follows (31 | 日まで) instead of numbering it (1 | 日常業務)."""
    if line[at:].lstrip()[:1] not in _FIRST:
        return False
    if _TSU.match(line, at) or (line.startswith("階", at) and _FLOOR.match(line, at)) or _MEASURE_UNIT.match(line, at):
        return True
    return _COUNTER_AFTER.match(line, at) is not None and _NOT_COUNTED.match(line, at) is None
