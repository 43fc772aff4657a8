"""Numbers of a spreadsheet as their format shows them: dates with Japanese eras, times, thousands, percent.

Formats that documents of councils use are here; a number in another one is shown as it is. Opens nothing.
"""

from __future__ import annotations

import datetime
import re

from kaigi_extract.text.late_pattern import late_pattern

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: "ge.m.d", 28: 'ggge"年"m"月"d"日"', 29: 'ggge"年"m"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"', 33: 'h"時"mm"分"ss"秒"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"', 36: "ge.m.d",
    37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@", 50: "ge.m.d",
    51: 'ggge"年"m"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'ggge"年"m"月"d"日"', 55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"', 57: "ge.m.d", 58: 'ggge"年"m"月"d"日"',
}  # fmt: skip
"""Formats that a file names by number only, as Excel in Japan has them."""
_ERAS = (
    (datetime.date(2019, 5, 1), "令和", "R"),
    (datetime.date(1989, 1, 8), "平成", "H"),
    (datetime.date(1926, 12, 25), "昭和", "S"),
    (datetime.date(1912, 7, 30), "大正", "T"),
    (datetime.date(1868, 1, 25), "明治", "M"),
)
_WEEKDAYS = "月火水木金土日"
_FIRST_DAY, _FIRST_DAY_OF_MAC = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
_LAST_DAY = 2_958_465
"""The number of 31 December 9999."""
_LONGEST_FORMAT = 500
_TOKEN = late_pattern(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|午前/午後)'
    r"|(?P<date>g+|e+|y+|m+|d+|a{3,4}|h+|s+)|(?P<number>General|G/標準|[0#?][0#?,.]*)|(?P<char>.)",
    re.I | re.S,
)
_IS_DATE = late_pattern(r"[yegdhsma]", re.I)
_LITERAL = late_pattern(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General|G/標準', re.I)


def shown(value: str, number_format: str, *, from_1904: bool = False) -> str:
    """A number, as a file stores it, in its format; as it is stored where it is none, or the format is not known."""
    try:
        number = float(value)
    except ValueError:
        return value
    section = _section(number_format[:_LONGEST_FORMAT], number)
    if section is None:
        return general(number)
    if section == "":
        return ""
    if _IS_DATE.search(_LITERAL.sub("", section)):
        return _date(number, section, from_1904=from_1904)
    return _number(number, section)


def general(number: float) -> str:
    """A number without a format: as short as it can be written."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.10g}"


def _section(number_format: str, number: float) -> str | None:
    """The part of a format that is for such a number: positive; negative; zero."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    if not number_format.strip() or sections[0].strip().lower() in ("general", "g/標準", "@"):
        return None
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _date(number: float, section: str, *, from_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return general(number)
    seconds = round(number % 1 * 86_400)
    day = (_FIRST_DAY_OF_MAC if from_1904 else _FIRST_DAY) + datetime.timedelta(int(number) + seconds // 86_400)
    if not from_1904 and number < 60:
        day += datetime.timedelta(1)  # Excel has a 29 February 1900
    moment = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=seconds % 86_400)
    tokens = list(_TOKEN.finditer(section))
    half = any(token["half"] for token in tokens)
    text = ""
    for at, token in enumerate(tokens):
        kind = token.lastgroup
        if kind == "date":
            code = token["date"].lower()
            minutes = code[0] == "m" and len(code) < 3 and _beside_time(tokens, at)
            text += _piece(moment, "n" * len(code) if minutes else code, half=half)
        elif kind == "bracket" and token["bracket"].lower().strip("hms") == "":
            text += str(round(number * 86_400) // {"h": 3600, "m": 60}.get(token["bracket"][:1].lower(), 1))
        elif kind == "half":
            text += ("午前", "午後")[moment.hour >= 12] if "午" in token["half"] else ("AM", "PM")[moment.hour >= 12]
        elif kind in ("quoted", "escaped", "char"):
            text += token[kind]
    return text.strip()


def _beside_time(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether an m means minutes: hours are before it or seconds after it."""
    before, after = (
        next((one["date"] or one["bracket"] for one in side if one["date"] or one["bracket"]), "")
        for side in (reversed(tokens[:at]), tokens[at + 1 :])
    )
    return before[:1].lower() == "h" or after[:1].lower() == "s"


def _piece(moment: datetime.datetime, code: str, *, half: bool) -> str:
    era, letter, year = _era(moment.date())
    hour = (moment.hour % 12 or 12) if half else moment.hour
    numbers = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second, "e": year}
    weekday = _WEEKDAYS[moment.weekday()]
    words = {
        **{"g": letter, "gg": era[:1], "ggg": era},
        **dict.fromkeys(("y", "yy"), f"{moment.year % 100:02}"),
        **dict.fromkeys(("yyy", "yyyy"), str(moment.year)),
        **dict.fromkeys(("aaa", "ddd"), weekday),
        **dict.fromkeys(("aaaa", "dddd"), f"{weekday}曜日"),
        **dict.fromkeys(("mmm", "mmmm", "mmmmm"), f"{moment.month}月"),
    }
    if code in words or code[0] not in numbers:
        return words.get(code, code)
    return f"{numbers[code[0]]:0{min(len(code), 2)}}"


def _era(day: datetime.date) -> tuple[str, str, int]:
    """Name, letter and year of the era of a day; before the eras the year of the West without a name."""
    return next(
        ((name, letter, day.year - first.year + 1) for first, name, letter in _ERAS if day >= first), ("", "", day.year)
    )


def _number(number: float, section: str) -> str:
    percent = "%" in _LITERAL.sub("", section)
    text, done = "", False
    value = abs(number) * (100 if percent else 1)
    for token in _TOKEN.finditer(section):
        kind = token.lastgroup
        if kind == "number" and not done:
            text += (
                general(value) if token["number"].lower() in ("general", "g/標準") else _digits(value, token["number"])
            )
            done = True
        elif kind in ("quoted", "escaped", "char"):
            text += token[kind]
        elif kind == "date":
            text += token["date"]
        elif kind == "bracket" and token["bracket"].startswith("$"):
            text += token["bracket"][1:].partition("-")[0]
    if not done:
        return text.strip() or general(number)
    negative = number < 0 and ";" not in section and not text.lstrip().startswith(("-", "△", "▲", "("))
    return f"-{text.strip()}" if negative else text.strip()


def _digits(value: float, pattern: str) -> str:
    scaled = len(pattern) - len(pattern.rstrip(","))
    whole, _, part = pattern.rstrip(",").partition(".")
    places, least = len(part), part.count("0")
    text = f"{value / 1000**scaled:,.{places}f}"
    if places > least:
        kept = text.rstrip("0")
        text = text[: max(len(kept), len(text) - places + least)].rstrip(".")
    digits, dot, decimals = text.partition(".")
    digits = digits if "," in whole else digits.replace(",", "")
    return digits.rjust(whole.count("0"), "0") + dot + decimals
