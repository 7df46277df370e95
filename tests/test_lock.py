"""The pins in pyproject.toml and the hashed ones in requirements.lock come from one resolution."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_both_lists_pin_the_same_versions() -> None:
    constraints = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["constraint-dependencies"]
    lock = (ROOT / "requirements.lock").read_text()
    pinned = set(re.findall(r"^([A-Za-z0-9_.\-\[\]]+==[^\\\n]+?)\s*\\?$", lock, re.MULTILINE))
    assert set(constraints) == pinned


def test_every_pin_is_hashed_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())
    assert "://" not in lock
