"""A successor ruleset tried on a past year beside the one in force: who would be judged otherwise.

Nothing is stored.
"""

from __future__ import annotations

from typing import Any

from service.access import Action, region_contains, require
from service.acts import Scope
from service.errors import Fault, InvalidInput, NotFound, ReferenceDataError
from service.records import Principal
from service.reference import Library
from service.reference.reader import read_document
from service.requests.trials import RulesetTrialRequest
from service.storage.session import Store
from service.workflows import trial_pilots, trial_schemes
from service.workflows.judge import is_plan
from service.workflows.rules import grounds, rules_in

Json = dict[str, Any]
#: How a document that is handed in is called in its faults.
FILE = "document"
NOTICE = {
    "zh": "这是规则集试算，不是评价：不保存，不改变任何等级、排名、认定和试点资格。",
    "en": "This tries a ruleset and judges nobody: it is not stored and changes no class, ranking, finding or pilot.",
}


def trial(store: Store, library: Library, principal: Principal, request: RulesetTrialRequest) -> Json:
    """Return who would be judged otherwise, and how many stand where under either ruleset.

    Raises `Forbidden` for a role that evaluates nothing, `NotFound` for an unknown ruleset or a region outside the
    caller's, `InvalidInput` for a document that cannot be read, with its line and what was expected.
    """
    require(principal, Action.evaluate)
    region = request.region or principal.region or ""
    if principal.region is not None and not region_contains(principal.region, region):
        raise NotFound
    tried = trial_pilots.tried if is_plan(library, request.ruleset) else trial_schemes.tried
    try:
        document = read_document(request.document, FILE)
        found = tried(store, library, document, Scope(request.ruleset, request.year, region, request.sector or ""))
    except ReferenceDataError as error:
        raise InvalidInput(fault_of(error)) from error
    about = {"is_ruling": False, "notice": NOTICE, "year": request.year, "region": region, "sector": request.sector}
    return about | found | {"successor_rules": rules_in(document, FILE)} | grounds(library, request.ruleset)


def fault_of(error: ReferenceDataError) -> Fault:
    """Return where the document is at fault, and what was expected there."""
    return Fault(
        error.reason, "/document", {"file": FILE, "line": str(error.line), "at": error.detail, "detail": error.detail}
    )
