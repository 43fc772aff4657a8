"""Writes `kaigi_extract/wards/parsed.json` from the mappings beside it: `python -m tests.parsed_files`.

`tests/test_ward_facts.py` fails where it is not what this writes.
"""

from __future__ import annotations

import tomllib

from kaigi_extract.wards.parsed_files import FOLDER, PARSED, written


def parsed() -> str:
    """What the file is to hold."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.toml")}
    return written({name: (text, tomllib.loads(text)) for name, text in texts.items()})


if __name__ == "__main__":
    PARSED.write_text(parsed(), encoding="utf-8", newline="\n")
