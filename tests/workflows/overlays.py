"""A bureau's table of one fictitious year, and the people who propose and approve it."""

from __future__ import annotations

from typing import Any

import orjson

from service.overlay_records import OverlayState
from service.records import Principal, Role
from service.reference.formats import Format
from service.storage.session import Store
from service.workflows import keys, overlays

TABLE = "energy/grid.csv"
SOURCE = """\
fictitious-2024:
  title_zh: "虚构公告，仅供测试"
  title_en: "A fictitious announcement, for tests only"
  issuer: "测试"
  published: "2026-11-20"
  url: "https://example.cn/fictitious"
  read: full
"""
HEADER = "id,series,name_zh,value,unit,valid_from,clause,status,checked,region"


def grid(value: str = "0.9", year: int = 2024, region: str = "CN", series: str = "grid.avg.cn") -> str:
    """Grid electricity of a year for which the library holds no value."""
    name = f"fictitious.{year}.{series}"
    return f"{HEADER}\n{name},{series},虚构,{value},kgCO2/kWh,{year}-01-01,表1,found,2026-11-20,{region}\n"


def handed(text: str = "", source: str = SOURCE, **changes: Any) -> overlays.Handed:
    content = (text or grid()).encode()
    key = source.partition(":")[0] or "mee-nbs-2025-47"
    return overlays.Handed(content, "grid.csv", Format.csv, TABLE, key, source, "虚构", **changes)


def administrator(store: Store) -> Principal:
    return keys.principal_of(store, keys.issue(store, Role.administrator))


def propose(store: Store, who: Principal, proposal: overlays.Handed | None = None, key: str = "p") -> str:
    receipt = overlays.propose(store, who, proposal or handed(), key).result()
    return str(orjson.loads(receipt.answer)["overlay_id"])


def decide(store: Store, who: Principal, overlay_id: str, decision: str = "approved", key: str = "d") -> dict[str, Any]:
    verdict = overlays.Verdict(OverlayState(decision), "已核对原文")
    answer: dict[str, Any] = orjson.loads(overlays.decide(store, who, overlay_id, verdict, key).result().answer)
    return answer
