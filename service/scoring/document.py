"""Typed, strict reading of a ruleset document: every key is asked for, and a key that nobody asked for is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from service.errors import ReferenceDataError


class Node:
    """One mapping of a document with its place in it; `finish` refuses the keys that were never read."""

    def __init__(self, body: Any, file: str, path: str = "", line: int = 0) -> None:
        self.file, self.path, self.line = file, path, int(getattr(body, "line", line))
        if not isinstance(body, Mapping):
            raise self.fault("mapping_expected")
        self._body: Mapping[str, Any] = body
        self._left = set(body)

    def fault(self, rule: str, key: str = "") -> ReferenceDataError:
        """An error that points at this mapping."""
        return ReferenceDataError(f"ruleset.{rule}", self.file, self.line, f"{self.path}/{key}" if key else self.path)

    def raw(self, key: str) -> Any:
        """The value of a key that must be there."""
        if key not in self._body:
            raise self.fault("key_missing", key)
        self._left.discard(key)
        return self._body[key]

    def text(self, key: str) -> str:
        """Text that must be there."""
        value = self.raw(key)
        if not isinstance(value, str):
            raise self.fault("text_expected", key)
        return value

    def optional(self, key: str) -> str | None:
        """Text, None where the key is absent or null."""
        return self.text(key) if self.has(key) else None

    def has(self, key: str) -> bool:
        """Whether a key is there with something in it."""
        self._left.discard(key)
        return self._body.get(key) is not None

    def number(self, key: str) -> Fraction:
        """An exact number from decimal text or a whole number."""
        value = self.raw(key)
        try:
            return Fraction(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else Fraction("?")
        except ValueError as error:
            raise self.fault("number_expected", key) from error

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.fault("flag_expected", key)
        return value

    def day(self, key: str) -> date | None:
        """A calendar day, None where the key is absent or null."""
        text = self.optional(key)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError as error:
            raise self.fault("day_expected", key) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        values = self.raw(key) if self.has(key) else []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.fault("list_of_text_expected", key)
        return tuple(values)

    def child(self, key: str) -> Node:
        """A mapping below this one."""
        return Node(self.raw(key), self.file, f"{self.path}/{key}", self.line)

    def children(self, key: str) -> Mapping[str, Node]:
        """Mappings by name below a key; empty where the key is absent."""
        if not self.has(key):
            return {}
        node = self.child(key)
        return {name: node.child(name) for name in node._body}

    def items(self, key: str) -> tuple[Node, ...]:
        """A list of mappings; empty where the key is absent."""
        values = self.raw(key) if self.has(key) else []
        if not isinstance(values, list):
            raise self.fault("list_expected", key)
        return tuple(Node(value, self.file, f"{self.path}/{key}/{i}", self.line) for i, value in enumerate(values))

    def names(self) -> tuple[str, ...]:
        """The keys of this mapping, in order."""
        return tuple(self._body)

    def finish(self) -> None:
        """Refuse what nobody read."""
        if self._left:
            raise self.fault("key_unknown", min(self._left))
