"""From a validated request to a submission: every quantity passes the unit gate, every fault keeps its pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from service.activity import (
    ActivityRecord,
    Parameter,
    ProductionRecord,
    ReportedTotal,
    ReportingPeriod,
    Submission,
    TaxRequest,
)
from service.calculators.screening import escape
from service.errors import Fault, InvalidInput
from service.identifiers import parse_sector
from service.reference import Library
from service.requests.fields import Quantity as QuantityText
from service.requests.fields import StatedQuantity, UncertainQuantity
from service.requests.reports import Activity, CalculationRequest, EnvironmentalTax, Production, Reported
from service.spelling import nearest, parameter_key, process_id, substance_id
from service.units import Quantity, parse_quantity
from service.vocabulary import material_id, product_id


class Intake:
    """Collects the faults of a whole request, so that the sender sees all of them at once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.faults: list[Fault] = []
        #: Pointer under the library's own name -> pointer as sent, where the sender spells a name otherwise.
        self.spelled: dict[str, str] = {}
        # A year of months repeats efficiencies, bases and shares: equal texts are read once for a request.
        self._read: dict[tuple[str, str], Quantity] = {}
        self._parameters: dict[tuple[str, str, str | None], Parameter] = {}
        self._keys: dict[str, str] = {}

    def quantity(self, text: QuantityText, *path: str | int) -> Quantity | None:
        """Return a quantity that passed the unit gate, None where it was refused; `path` leads to it."""
        key = (text.value, text.unit)
        if (known := self._read.get(key)) is not None:
            return known
        try:
            quantity = self._read[key] = parse_quantity(*key)
            return quantity
        except InvalidInput as error:
            pointer = pointer_to(*path)
            self.faults.extend(Fault(f.code, pointer + f.pointer, f.params) for f in error.faults)
            return None

    def activity(self, position: int, activity: Activity) -> ActivityRecord | None:
        """Return one activity, None where a quantity of it is refused."""
        quantity = self.quantity(activity.quantity, "activities", position, "quantity")
        parameters: dict[str, Parameter] = {}
        for name, stated in activity.parameters.items():
            value = self.parameter(stated, position, name)
            if (key := self._keys.get(name)) != name or key in parameters:
                key = self.parameter_key(position, name, parameters)
            if value is not None:
                parameters[key] = value
        if quantity is None:
            return None
        return ActivityRecord(
            id=activity.id,
            kind=activity.kind,
            quantity=quantity,
            material=self.material(activity.material),
            process=process_id(self.library, activity.process),
            technology=process_id(self.library, activity.technology),
            treatments=tuple(process_id(self.library, name) or name for name in activity.treatments),
            parameters=parameters,
            unit_id=activity.unit_id,
            month=activity.month,
            meter=activity.meter,
            laboratory_report=activity.laboratory_report,
            substance=self.substance(activity.substance, "activities", position, "substance"),
            basis=activity.basis,
            scope=activity.scope,
            evidence=tuple(activity.evidence),
            medium=activity.medium,
            uncertainty=self.uncertainty(activity.quantity, "activities", position, "quantity"),
        )

    def parameter(self, stated: StatedQuantity, position: int, name: str) -> Parameter | None:
        """Return a parameter, None where it was refused; one without an uncertainty of its own is read once."""
        key = (stated.value, stated.unit, stated.basis)
        if stated.uncertainty is None and (known := self._parameters.get(key)) is not None:
            return known
        path = ("activities", position, "parameters", name)
        quantity = self.quantity(stated, *path)
        if quantity is None:
            return None
        parameter = Parameter(quantity, stated.basis, self.uncertainty(stated, *path))
        if stated.uncertainty is None:
            self._parameters[key] = parameter
        return parameter

    def parameter_key(self, position: int, name: str, taken: Mapping[str, Parameter]) -> str:
        """Return a parameter under its own name; one that is stated under two names is refused."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = parameter_key(self.library, name)
        if key in taken or key != name:
            ours, sent = (pointer_to("activities", position, "parameters", word) for word in (key, name))
            if key in taken:
                self.faults.append(Fault("parameter.repeated", sent, {"expected": key}))
            if key != name:
                self.spelled[ours] = sent
        return key

    def material(self, name: str | None) -> str | None:
        """Return the id of a material, or of a waste or a substance by its Chinese name; other words stay."""
        if name is None:
            return None
        material = material_id(self.library, name)
        substance = substance_id(self.library, name) if material == name else None
        known = self.library.documents["substances.yaml"]
        meant = substance is not None and (not name.isascii() or known[substance]["group"] == "waste")
        return substance if meant else material

    def substance(self, name: str | None, *path: str | int) -> str | None:
        """Return the code of a substance; a name that the library does not know would enter no total and no tax."""
        if name is None:
            return None
        code = substance_id(self.library, name)
        if code is None:
            known = self.library.documents["substances.yaml"]
            expected = ", ".join(nearest(known, name)) or "GET /v1/vocabulary/substances"
            self.faults.append(Fault("substance.unknown", pointer_to(*path), {"expected": expected}))
        return code

    def uncertainty(self, stated: UncertainQuantity, *path: str | int) -> Fraction | None:
        """Return the stated uncertainty as a share of the value; a negative one is refused."""
        if stated.uncertainty is None:
            return None
        share = self.quantity(QuantityText(value=stated.uncertainty, unit="%"), *path, "uncertainty")
        if share is not None and share.exact() < 0:
            self.faults.append(Fault("uncertainty.negative", pointer_to(*path, "uncertainty"), {"expected": "≥ 0 %"}))
        return share.exact() if share is not None else None

    def tax(self, stated: EnvironmentalTax | None) -> TaxRequest | None:
        """Return what is stated for the environmental tax."""
        if stated is None:
            return None

        def read(name: str, texts: Mapping[str, QuantityText]) -> dict[str, Quantity]:
            found = {key: self.quantity(text, "environmental_tax", name, key) for key, text in texts.items()}
            # What a mass is divided by cannot be nothing either.
            numbers = {key: quantity.number() for key, quantity in found.items() if quantity is not None}
            wrong = [key for key, number in numbers.items() if number < 0 or (number == 0 and name == "equivalents")]
            expected = "> 0" if name == "equivalents" else "≥ 0"
            pointers = (pointer_to("environmental_tax", name, key) for key in wrong)
            self.faults.extend(Fault("tax.number", pointer, {"expected": expected}) for pointer in pointers)
            return {self.tax_key(key): quantity for key, quantity in found.items() if quantity is not None}

        return TaxRequest(
            read("rates", stated.rates),
            read("equivalents", stated.equivalents),
            read("limit_shares", stated.limit_shares),
            stated.equivalent_places,
        )

    def tax_key(self, key: str) -> str:
        """Return `air`, `air:SUBSTANCE` or a substance under its code."""
        medium, colon, substance = key.rpartition(":")
        return f"{medium}{colon}{substance_id(self.library, substance) or substance}"

    def production(self, position: int, made: Production) -> ProductionRecord | None:
        """Return one line of output."""
        quantity = self.quantity(made.quantity, "production", position, "quantity")
        product = product_id(self.library, made.product)
        return ProductionRecord(product, quantity, made.unit_id) if quantity else None

    def reported(self, position: int, total: Reported) -> ReportedTotal | None:
        """Return one total as the sender printed it."""
        quantity = self.quantity(total.quantity, "reported", position, "quantity")
        substance = total.substance and (substance_id(self.library, total.substance) or total.substance)
        return ReportedTotal(total.name, quantity, substance) if quantity else None


def submission_of(request: CalculationRequest, library: Library) -> Submission:
    """Turn a request into a submission.

    Raises `InvalidInput` with one fault for each quantity that the unit gate refuses and each repeated activity id.
    """
    intake = Intake(library)
    activities = [intake.activity(i, a) for i, a in enumerate(request.activities)]
    production = [intake.production(i, p) for i, p in enumerate(request.production)]
    reported = [intake.reported(i, r) for i, r in enumerate(request.reported)]
    tax = intake.tax(request.environmental_tax)
    intake.faults.extend((*repeated_ids(request), *sector_faults(request.sector)))
    if intake.faults:
        raise InvalidInput(*intake.faults)
    year, _, month = request.period.partition("-")
    return Submission(
        sector=request.sector,
        region=request.region,
        period=ReportingPeriod(int(year), int(month) if month else None),
        activities=tuple(a for a in activities if a is not None),
        production=tuple(p for p in production if p is not None),
        reported=tuple(r for r in reported if r is not None),
        method=request.method,
        trust=request.trust,
        accept_draft=request.accept_draft,
        ets_listed=request.ets_listed,
        gwp=request.gwp,
        tax=tax,
        uncertainty=request.uncertainty,
        spelled=intake.spelled,
    )


def sector_faults(sector: str) -> Sequence[Fault]:
    """Return the fault of a sector that no edition of GB/T 4754 knows: it would get the guide of no industry."""
    try:
        parse_sector(sector, "/sector")
    except InvalidInput as unknown:
        return unknown.faults
    return ()


def pointer_to(*path: str | int) -> str:
    """Return the JSON pointer to a member of the body."""
    return "".join(f"/{escape(str(part))}" for part in path)


def repeated_ids(request: CalculationRequest) -> list[Fault]:
    """Return a fault for each activity whose id another one before it has."""
    seen: set[str] = set()
    faults: list[Fault] = []
    for position, activity in enumerate(request.activities):
        if activity.id in seen:
            faults.append(Fault("activity.id_repeated", f"/activities/{position}/id"))
        seen.add(activity.id)
    return faults
