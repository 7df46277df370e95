"""The scheme and the anchors as the reference data publish them."""

from __future__ import annotations

from service.factors import FactorSet
from service.reference import load_library
from service.scoring.ruleset_reader import find_ruleset

LIBRARY = load_library()
RULES = find_ruleset(LIBRARY, "DNZ-1")
ANCHORS = FactorSet(LIBRARY, RULES.anchor_trust, RULES.accept_draft)
