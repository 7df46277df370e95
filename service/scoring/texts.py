"""Bilingual titles of a ruleset document."""

from __future__ import annotations

from dataclasses import dataclass

from service.scoring.document import Node


@dataclass(frozen=True, slots=True)
class Text:
    """A title in Chinese and English."""

    zh: str
    en: str


def read_text(node: Node, key: str) -> Text:
    """A bilingual title."""
    child = node.child(key)
    title = Text(child.text("zh"), child.text("en"))
    child.finish()
    return title
