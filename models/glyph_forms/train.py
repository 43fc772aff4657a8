"""Trains the forms of name characters on glyphs of fonts, and writes forms.npz and scores.json beside this file.

    python models/glyph_forms/train.py FONTS

FONTS is a folder with TrueType fonts anywhere below it; README.md says which, and how to get them. The fonts of
HELD_OUT are only judged on. Needs nothing but what the package needs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from kaigi_extract.ocr.glyph_forms import features  # noqa: E402

HELD_OUT = ("ipaexg", "Shippori", "BIZUDPMincho")
LEFT_OUT = ("Thin", "ExtraLight", "Black", "ExtraBold")
SEED, DRAWN, JUDGED, STEPS, RATE, SHRINK = 17, 24, 12, 400, 0.01, 2e-4
EM = 96
"""Pixels that a glyph is drawn in before it is brought to the size of a scan."""


def glyph(path: Path, char: str) -> np.ndarray:
    """A character black on white with room around it."""
    image = Image.new("L", (2 * EM, 2 * EM), 255)
    ImageDraw.Draw(image).text((EM // 2, EM // 3), char, font=ImageFont.truetype(str(path), EM), fill=0)
    return np.asarray(image)


def scanned(drawn: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """A glyph as a scanner gives it: 18 to 60 pixels an em, turned, blurred, thickened, grey, noisy."""
    em = float(np.exp(dice.uniform(np.log(18), np.log(60))))
    scale, wide, turn = em / EM, dice.uniform(0.9, 1.1), np.deg2rad(dice.normal(0, 0.7))
    soft = cv2.GaussianBlur(drawn, (0, 0), 0.45 / scale)
    side = round(1.7 * em)
    turned = np.array([[np.cos(turn) * wide, -np.sin(turn)], [np.sin(turn) * wide, np.cos(turn)]]) * scale
    move = np.array([side / 2, side / 2]) - turned @ np.array([EM, EM]) + dice.uniform(-0.5, 0.5, 2)
    page = cv2.warpAffine(soft, np.column_stack([turned, move]), (side, side), flags=cv2.INTER_LINEAR, borderValue=255)
    page = page.astype(np.float32)
    if (thick := dice.normal(0, 0.35)) > 0:
        page += min(thick, 0.9) * (cv2.erode(page, np.ones((2, 2))) - page)
    else:
        page += min(-thick, 0.6) * (cv2.dilate(page, np.ones((2, 2))) - page)
    page = cv2.GaussianBlur(page, (0, 0), dice.uniform(0.2, 0.9))
    if dice.random() < 0.3:
        page = np.clip((page - 140) * dice.uniform(1.5, 6) + 128, 0, 255)
    ink = dice.uniform(0, 90)
    page = ink + page * (255 - ink) / 255 + dice.normal(0, dice.uniform(0, 14), page.shape)
    page = np.clip(page, 0, 255).astype(np.uint8)
    if dice.random() < 0.5:
        page = cv2.imdecode(cv2.imencode(".jpg", page, [1, int(dice.integers(25, 90))])[1], 0)
    lightest = int(dice.integers(215, 250))
    return np.where(page > lightest, 255, page).astype(np.uint8)


def examples(
    fonts: list[tuple[Path, set[int]]], group: str, count: int, dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The features of so many scans of each form in each font that has it, and which form each is."""
    seen, kinds = [], []
    for path, codes in fonts:
        for kind, char in enumerate(group):
            if ord(char) not in codes:
                continue
            drawn = glyph(path, char)
            for _ in range(count):
                found = features(scanned(drawn, dice))
                if found is not None:
                    seen.append(found)
                    kinds.append(kind)
    return np.array(seen, np.float32), np.array(kinds)


def trained(seen: np.ndarray, kinds: np.ndarray, count: int, dice: np.random.Generator) -> np.ndarray:
    """Weights of a softmax regression, each kind counted alike; the last row is the constant one."""
    seen = np.column_stack([seen, np.ones(len(seen), np.float32)])
    weights = np.zeros((seen.shape[1], count), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    share = 1 / (np.bincount(kinds, minlength=count)[kinds] * count / len(kinds))
    for step in range(1, STEPS + 1):
        some = dice.integers(0, len(seen), 256)
        scores = seen[some] @ weights
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        grown /= grown.sum(axis=1, keepdims=True)
        grown[np.arange(len(some)), kinds[some]] -= 1
        slope = seen[some].T @ (grown * share[some][:, None]) / len(some) + SHRINK * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def main() -> None:
    """Trains, judges and writes all groups."""
    dice = np.random.default_rng(SEED)
    found = [path for path in sorted(Path(sys.argv[1]).rglob("*.ttf")) if not any(w in path.name for w in LEFT_OUT)]
    fonts = [(path, set(TTFont(path, lazy=True).getBestCmap())) for path in found]
    held = [font for font in fonts if any(word in font[0].name for word in HELD_OUT)]
    fonts = [font for font in fonts if font not in held]
    arrays, scores = {}, {}
    groups = (HERE / "groups.txt").read_text(encoding="utf-8").split()
    for k, group in enumerate(groups):
        weights = trained(*examples(fonts, group, DRAWN, dice), len(group), dice)
        seen, kinds = examples(held, group, JUDGED, dice)
        given = np.column_stack([seen, np.ones(len(seen), np.float32)]) @ weights
        chance = np.exp(given - given.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        right, best = chance.argmax(axis=1) == kinds, chance.max(axis=1)
        certain = best >= 0.95
        scores[group] = {
            "glyphs": len(kinds),
            "right": round(float(right.mean()), 4),
            "at 0.95 and above": round(float(certain.mean()), 4),
            "right of these": round(float(right[certain].mean()), 4),
            "forms judged": "".join(group[kind] for kind in sorted(set(kinds))),
        }
        print(group, scores[group], flush=True)
        arrays[f"weights{k}"] = weights.astype(np.float16)
    np.savez_compressed(HERE / "forms.npz", groups=np.array(" ".join(groups)), **arrays)
    (HERE / "scores.json").write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
