"""What callers send about overlays of the reference library, as strict models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, Reason, Text, Word


class OverlayRequest(Body):
    """Rows for a table: `content` is the file's text, for XLSX its bytes in base64; `sources` is YAML in the form of
    sources.yaml; an empty source cell takes `source_key`.
    """

    table: Word
    format: Literal["csv", "xlsx", "yaml"]
    content: Annotated[str, Field(min_length=1)]
    file: Text = "upload"
    source_key: Annotated[str, Field(max_length=64)] = ""
    sources: Annotated[str, Field(max_length=100_000)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


class OverlayDecisionRequest(Body):
    """A second person's word on an overlay."""

    decision: Literal["approved", "rejected", "withdrawn"]
    reason: Reason


def read_overlay(raw: bytes) -> OverlayRequest:
    """Read a proposal."""
    return decode(OverlayRequest, raw)


def read_overlay_decision(raw: bytes) -> OverlayDecisionRequest:
    """Read a decision on an overlay."""
    return decode(OverlayDecisionRequest, raw)
