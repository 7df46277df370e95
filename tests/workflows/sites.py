"""An enterprise with several sites that burn gas and buy power on the values of the library."""

from __future__ import annotations

import json
from typing import Any

from service.identifiers import reserved_credit_code
from service.records import Principal, Role
from service.storage.session import Store
from service.workflows import keys, register
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import encode, library, quantity

Json = dict[str, Any]
SECTOR = "3311"


class Group:
    """A registered enterprise and its key; sites are numbered from 1."""

    def __init__(self, store: Store, number: int = 1) -> None:
        self.store, self.credit_code = store, reserved_credit_code(number)
        self.principal: Principal = keys.principal_of(
            store, keys.issue(store, Role.enterprise, credit_code=self.credit_code)
        )
        body = {"credit_code": self.credit_code, "name": f"group {number}", "synthetic": True}
        register.register_enterprise(store, self.principal, encode(body), f"e{number}").result()

    def permit(self, site: int) -> str:
        return f"{self.credit_code}{site:03}P"

    def open(self, site: int, region: str = "140100") -> None:
        body = {"permit_code": self.permit(site), "enterprise": self.credit_code, "name": f"site {site}"}
        raw = encode(body | {"sector": SECTOR, "region": region})
        register.register_facility(self.store, library(), self.principal, raw, f"{self.credit_code}{site}").result()

    def body(self, site: int, *activities: Json, region: str = "140100", **changes: Any) -> Json:
        whose = {"enterprise": self.credit_code, "facility": self.permit(site), "signatory": "A. Author"}
        case = {"sector": SECTOR, "region": region, "period": "2023", "trust": "recalled", "production": []}
        return {**case, **whose, "activities": list(activities), **changes}

    def lodge(self, site: int, *activities: Json, region: str = "140100", **changes: Any) -> str:
        """Open a site and lodge its report; returns the id."""
        self.open(site, region)
        raw = encode(self.body(site, *activities, region=region, **changes))
        answer = submit_report(self.store, library(), self.principal, raw, f"{self.credit_code}-{site}").result().answer
        return str(json.loads(answer)["report_id"])

    def correct(self, report_id: str, site: int, *activities: Json) -> None:
        raw = encode({"reason": "read again", "report": self.body(site, *activities)})
        correct_report(self.store, library(), self.principal, report_id, raw, f"correct-{report_id}").result()


def stated(value: str, unit: str, uncertainty: str | None = None) -> Json:
    return quantity(value, unit) | ({"uncertainty": uncertainty} if uncertainty else {})


def gas(volume: str, identifier: str = "gas", **more: Any) -> Json:
    """Natural gas in 10^4 Nm3; heat value, carbon and oxidation come from the library where `more` states none."""
    kind = {"id": identifier, "kind": "fuel_combustion", "material": "natural_gas"}
    return {**kind, "quantity": stated(volume, "10^4Nm3"), **more}


def power(energy: str, **more: Any) -> Json:
    """Purchased power in MWh at the factor of the library."""
    return {"id": "power", "kind": "purchased_electricity", "quantity": stated(energy, "MWh"), **more}


def stack(mass: str, uncertainty: str, **more: Any) -> Json:
    """A published mass of CO2 in t."""
    line = {"id": "stack", "kind": "reported_emission", "substance": "CO2", "scope": 1, "basis": "published"}
    return {**line, "quantity": stated(mass, "t", uncertainty), **more}
