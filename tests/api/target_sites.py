"""Sites that report to the bureaus of two provinces, and what the plans' targets come to for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.identifiers import reserved_credit_code
from service.records import Role
from tests.api.builders import enterprise, facility, quantity, report
from tests.api.conftest import Api, running

Json = dict[str, Any]
PLANS = {"N": "cn-2022-42", "S": "sx-2023-1", "W": "wh-2023-72", "L": "lc-2023-7"}
WEIHAI, LIAOCHENG = "371002", "371502"


def bureaus(directory: Path) -> Iterator[Api]:
    """A fresh store with the keys of two provinces and of the administrator."""
    with running(directory) as api:
        for province in ("14", "37"):
            api.issue(province, Role.regulator, region=province)
        api.issue("administrator", Role.administrator)
        yield api


def works(api: Api, number: int, region: str, sector: str = "3310") -> str:
    """Register an enterprise of one site; returns its permit code."""
    code = reserved_credit_code(number)
    permit = f"{code}001P"
    api.issue(permit, Role.enterprise, credit_code=code)
    assert api.post("/v1/enterprises", enterprise(code), caller=permit).status_code == 201
    site = facility(permit, region=region, sector=sector)
    assert api.post("/v1/facilities", site, caller=permit).status_code == 201
    return permit


def told(api: Api, permit: str, year: int = 2024, *, accepted: bool = True, **changes: Any) -> Json:
    """Lodge what a site tells of a year; by default its bureau accepts it. Returns the answer to the report."""
    site = api.get(f"/v1/facilities/{permit}", caller=permit).json()
    place = {"sector": site["sector"], "region": site["region"], "period": str(year)}
    lodged = api.post("/v1/reports", report(permit, **place | changes), caller=permit)
    assert lodged.status_code == 201, lodged.text
    if accepted:
        verdict = {"decision": "accepted", "reason": "checked"}
        path = f"/v1/reports/{lodged.json()['report_id']}/decisions"
        assert api.post(path, verdict, caller=site["region"][:2]).status_code == 201
    return dict(lodged.json())


def made(**amounts: tuple[str, str]) -> list[Json]:
    return [{"product": name, "quantity": quantity(*amount)} for name, amount in amounts.items()]


def published(mass: str, identity: str = "chimney") -> Json:
    """Direct CO2 that a site states itself."""
    return {
        "id": identity, "kind": "reported_emission", "substance": "CO2", "scope": 1, "basis": "published",
        "quantity": quantity(mass, "t"),
    }  # fmt: skip


def target(api: Api, name: str, year: int = 2024, region: str | None = None, caller: str | None = None) -> Json:
    plan = PLANS[name[0]]
    keys = {"N": "administrator", "S": "14", "W": "37", "L": "37"}
    path = f"/v1/plans/{plan}/targets/computed?year={year}&synthetic=true" + (f"&region={region}" if region else "")
    answer = api.get(path, caller=caller or keys[name[0]])
    assert answer.status_code == 200, answer.text
    return dict(next(item for item in answer.json()["items"] if item["id"] == name))


def never_judged(item: Json, why: str) -> None:
    assert (item["computed"]["not_compared"], item["computed"]["so_far"]) == (why, None)
    assert {"passed", "met", "reached", "verdict"}.isdisjoint(item | item["computed"])
