"""A certificate of green power is spent once: within a report, across reports, and over the versions of one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import Conflict, InvalidInput
from service.identifiers import reserved_credit_code
from service.records import Role
from service.storage.session import Store
from service.workflows import audit, keys, register
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import Plant, encode, library, quantity

Json = dict[str, Any]


def works(store: Store, number: int) -> Plant:
    """A machine works, which buys its power."""
    code = reserved_credit_code(number)
    permit = f"{code}001P"
    principal = keys.principal_of(store, keys.issue(store, Role.enterprise, credit_code=code))
    enterprise = {"credit_code": code, "name": f"works {number}", "synthetic": True}
    register.register_enterprise(store, principal, encode(enterprise), f"e{number}").result()
    site = {"permit_code": permit, "enterprise": code, "name": "site", "sector": "3990", "region": "140100"}
    register.register_facility(store, library(), principal, encode(site), f"f{number}").result()
    return Plant(code, permit, principal)


def green(*evidence: str, name: str = "green") -> Json:
    power = {"id": name, "kind": "green_power", "quantity": quantity("200", "MWh"), "parameters": {}}
    return power | {"evidence": list(evidence)}


def report(owner: Plant, *activities: Json) -> Json:
    grid = {"id": "grid", "kind": "purchased_electricity", "quantity": quantity("800", "MWh"), "parameters": {}}
    return {
        "sector": "3990",
        "region": "140100",
        "period": "2024",
        "trust": "third_party",
        "enterprise": owner.credit_code,
        "facility": owner.permit_code,
        "signatory": "A. Author",
        "activities": [grid, *activities],
    }


def lodge(store: Store, owner: Plant, *activities: Json) -> Json:
    body = encode(report(owner, *activities))
    answer: Json = json.loads(submit_report(store, library(), owner.principal, body, "k").result().answer)
    return answer


def correct(store: Store, owner: Plant, report_id: str, *activities: Json, key: str = "c") -> None:
    body = encode({"reason": "meter read again", "report": report(owner, *activities)})
    correct_report(store, library(), owner.principal, report_id, body, key).result()


def faults(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(fault.code, fault.pointer) for fault in error.value.faults]


def test_the_market_side_stands_beside_the_total(store: Store) -> None:
    answer = lodge(store, works(store, 1), green("green_certificate:GEC-1"))
    assert {t["substance"]: t["mass"]["value"] for t in answer["totals"]} == {"CO2": "663.400000", "CO2e": "663.400000"}
    beside = {(t["account"], t["substance"]): t["mass"]["value"] for t in answer["totals_beside"]}
    assert beside["market_based", "CO2"] == "487.680000"


def test_another_report_cannot_spend_a_certificate_again(store: Store) -> None:
    lodge(store, works(store, 1), green("green_certificate:GEC-1", "green_certificate:GEC-2"))
    with pytest.raises(Conflict) as error:
        lodge(store, works(store, 2), green("green_certificate:GEC-3", "green_certificate: gec-2"))
    assert faults(error) == [("certificate.spent", "/activities/1/evidence/1")]
    lodge(store, works(store, 3), green("green_certificate:GEC-3"))


def test_a_refused_report_spends_nothing(store: Store) -> None:
    owner = works(store, 1)
    lodge(store, owner, green("green_certificate:GEC-1"))
    body = encode(report(owner, green("green_certificate:GEC-9")))
    with pytest.raises(Conflict):
        submit_report(store, library(), owner.principal, body, "second of the year").result()
    lodge(store, works(store, 2), green("green_certificate:GEC-9"))


def test_a_report_names_a_certificate_once(store: Store) -> None:
    owner, first, second = works(store, 1), green("green_certificate:GEC-1"), green("green_certificate:GEC-1", name="b")
    with pytest.raises(InvalidInput) as error:
        lodge(store, owner, first, second)
    assert faults(error) == [("certificate.repeated", "/activities/2/evidence/0")]


def test_a_correction_keeps_its_own_certificates_and_frees_none(store: Store) -> None:
    owner = works(store, 1)
    first = lodge(store, owner, green("green_certificate:GEC-1"))["report_id"]
    correct(store, owner, first, green("green_certificate:GEC-1", "green_certificate:GEC-2"))
    correct(store, owner, first, key="drops both")
    for number in ("GEC-1", "GEC-2"):
        with pytest.raises(Conflict):
            lodge(store, works(store, 2 if number == "GEC-1" else 3), green(f"green_certificate:{number}"))
    assert audit.verify(store).ok


def test_green_power_without_its_certificate_is_no_report(store: Store) -> None:
    with pytest.raises(InvalidInput) as error:
        lodge(store, works(store, 1), green("power_contract:C-1"))
    assert faults(error) == [("activity.proof_missing", "/activities/1/evidence")]
