"""The committed document, read once; `test_openapi` proves that it is the one that is served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

COMMITTED = Path(__file__).resolve().parents[2] / "openapi" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(COMMITTED.read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
