"""Fonts of symbols: what the characters of Wingdings, Zapf Dingbats and their kin draw. Imports no other room.

A file that sets a symbol names a font and a code; which shape that is, only the font knows. The shapes are those of
Unicode (7.0) for these fonts, as https://github.com/mwilliamson/dingbat-to-unicode lists them; squares
of any weight are one box, and boxes with any tick or cross are one of those that `text.choices` knows.
"""

from __future__ import annotations

import functools

FIRST_CODE = 0x20
PRIVATE_USE = range(0xF000, 0xF100)
"""Where Office writes the codes of such fonts."""

_SHAPES = {
    "wingdings": (
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●❍"
        "■□□❑❒⬧⧫◆❖⬥☒⮹⌘🏵🏶🙶🙷▯⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•▪○○○◉◎🔿▪□🟁🟅★🟋🟏🟓🟑⯐⌖⯎⯏⯑"
        "✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←→↑↓🡬🡭🡯🡮🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑"
    ),
    "wingdings 2": (
        " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶"
        "❷❸❹❺❻❼❽❾❿ ☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅●⦁●○○○○⊙⦿🞌🞍■■□□□□▣▣▣▣🞗🞘⬩⬥◇🞚◈🞛🞜"
        "🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂"
    ),
    "wingdings 3": (
        " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙▲▼△▽◀▶◁▷◣◢◤◥"
        "🞀🞂🞁 🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷🡶🢀🢂🢁"
        "🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕🢗"
    ),
    "webdings": (
        " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫⮔✔🚲□🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥🚔🗘🗙❓🛲🚇"
        "🚍⛳⦸⊖🚭🗮⏐🗯🗲 🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹"
        "🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
    ),
    "symbol": (
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδε"
        "φγηιϕκλμνοπθρστυϖωξψζ{|}~                                 €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→"
        "↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉"
        "∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
    ),
    "zapfdingbats": (
        " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞"
        "                                  ❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿①②③④⑤⑥⑦⑧"
        "⑨⑩❶❷❸❹❺❻❼❽❾❿➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯ ➱➲➳➴➵➶➷➸➹➺➻➼➽➾"
    ),
}
"""By the name of the font, from `FIRST_CODE` on; a space where nothing is known to be drawn."""
_BEGINNINGS = {
    "wingdings2": "wingdings 2",
    "wingdings3": "wingdings 3",
    "wingdings": "wingdings",
    "webdings": "webdings",
    "zapfdingbats": "zapfdingbats",
    "itczapfdingbats": "zapfdingbats",
    "zadb": "zapfdingbats",
    "dingbats": "zapfdingbats",
}
"""What a name of a font begins with, without blanks and hyphens (Wingdings-Regular, ITC Zapf Dingbats)."""
_NAMES = {"symbol": "symbol", "symbolmt": "symbol"}
"""Whole names: other fonts whose names begin so have characters of Unicode."""


def is_symbol_font(font: str) -> bool:
    """Whether the characters of a font of this name are symbols whose shapes are known here."""
    return _known(font) is not None


@functools.cache
def is_dingbats(font: str) -> bool:
    """Whether a font, by its name, is Zapf Dingbats, which every viewer has and in which form fields are ticked."""
    return _known(font) == "zapfdingbats"


def is_set_by_code(font: str) -> bool:
    """Whether a PDF may give codes where it sets this font. Readers know the characters of Symbol by their names."""
    return _known(font) not in (None, "symbol")


def symbol(font: str, code: int) -> str | None:
    """The shape that a font of symbols draws for a code, in the private use area or below 256; None where unknown."""
    if code in PRIVATE_USE:
        code -= PRIVATE_USE.start
    shapes, at = _SHAPES.get(_known(font) or "", ""), code - FIRST_CODE
    shape = shapes[at] if 0 <= at < len(shapes) else " "
    return shape if shape != " " or (shapes and at == 0) else None


def symbols(text: str, font: str) -> str:
    """What characters set in such a font draw, one for one.

    A code whose shape is not known comes as its character of the private use area. White space and characters that
    such fonts lack, which are set in another, stay.
    """
    return "".join([_drawn(char, font) for char in text])


def _drawn(char: str, font: str) -> str:
    code = ord(char)
    if char.isspace() or not (FIRST_CODE <= code < 0x100 or code in PRIVATE_USE):
        return char
    return symbol(font, code) or chr(code if code in PRIVATE_USE else PRIVATE_USE.start + code)


@functools.cache
def _known(font: str) -> str | None:
    """The name in `_SHAPES` of a font."""
    plain = font.lower().replace(" ", "").replace("-", "")
    return _NAMES.get(plain) or next((name for start, name in _BEGINNINGS.items() if plain.startswith(start)), None)
