"""Reading accounting methods: from the documents of a library to the objects that the engine asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from service.accounting import (
    ACCOUNTS,
    AccountingMethod,
    Figure,
    FigureInput,
    KindRule,
    Methods,
    Preparing,
    Recipe,
    ResultRule,
    Role,
    Rounding,
    Template,
)
from service.factors import Match
from service.reference import Library


def read_methods(library: Library) -> Methods:
    """Build the methods of a library.

    A method may take kinds of activity over from another one (`takes: {METHOD: [kind, ...]}`); its document then holds
    them as if written there, so that a stored method stands alone.
    """
    documents = [library.documents[path] for path in sorted(library.documents) if path.startswith("methods/")]
    by_id = {document["id"]: document for document in documents}
    return Methods(tuple(read_method(with_taken_kinds(document, by_id)) for document in documents))


def with_taken_kinds(document: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the document with the kinds that it takes from others written out.

    A kind may name `companions`, kinds that are parts of one thing with it, such as green power beside other power:
    whoever takes it takes them, too.
    """
    taken: dict[str, Any] = {}
    for other, kinds in document.get("takes", {}).items():
        offered = by_id[other]["activities"]
        for kind in kinds:
            taken |= {name: offered[name] for name in (kind, *offered[kind].get("companions", ()))}
    return {**document, "activities": {**taken, **document.get("activities", {})}} if taken else document


def read_method(document: Mapping[str, Any]) -> AccountingMethod:
    """Build one method from its file."""
    years = document["data_years"]
    shared = document.get("roles", {})
    kinds = {name: read_kind(name, body, shared) for name, body in document["activities"].items()}
    return AccountingMethod(
        id=document["id"],
        accounts=document["accounts"],
        title=document["title"],
        source=document["source"],
        text_status=document["text_status"],
        first_year=int(years["from"]),
        last_year=int(years["to"]) if years.get("to") else None,
        last_listed_year=int(years["listed_to"]) if years.get("listed_to") else None,
        sectors=tuple(document["sectors"]),
        ets_listed=tuple(ETS_STATUS[word] for word in document["ets"]),
        gwp_set=document.get("gwp_set"),
        roundings=tuple(read_rounding(r) for r in document["rounding"]),
        kinds=kinds,
        auxiliary=tuple(document.get("auxiliary", ())),
        own_guides=document.get("own_guides", {}),
        figures=tuple(read_figure(figure) for figure in document.get("figures", ())),
        expects=tuple(document.get("expects", ())),
        document=document,
    )


ETS_STATUS: Mapping[str, bool | None] = {"listed": True, "unlisted": False, "unstated": None}


def read_kind(kind: str, body: Mapping[str, Any], shared: Mapping[str, Any]) -> KindRule:
    """Build the rule of one activity kind; `shared` holds the roles that the method states for all kinds."""
    roles = {name: read_role(name, role) for name, role in {**shared, **body.get("roles", {})}.items()}
    results = tuple(read_result(r) for entry in body["results"] for r in by_substance(entry))
    elsewhere = dict(body.get("counted_elsewhere", {}))
    outside, excludes = tuple(body.get("not_counted", ())), tuple(body.get("excludes", ()))
    proof, by_unit, monthly = tuple(body.get("proof", ())), flag(body, "by_unit"), flag(body, "monthly")
    standard, same = flag(body, "standard_state"), tuple(body.get("same_product", ()))
    within, names = tuple(body.get("contains", ())), body.get("names", {})
    places = (elsewhere, outside, excludes, proof, standard, same, within, names)
    return KindRule(kind, results, roles, by_unit, monthly, *places)


def by_substance(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a result that names several `substances` once for each.

    `{substance}` stands for its code in a need, and for the material of that gas (its code in lower case) in materials.
    """
    if "substances" not in body:
        return [body]
    return [{**body, "substance": substance} for substance in body["substances"]]


def own_materials(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the materials for which a rule holds; `{substance}` stands for the substance itself."""
    return tuple(material.replace("{substance}", body["substance"]) for material in body.get("materials", ()))


def read_recipe(body: Mapping[str, Any], substance: str) -> Recipe:
    """Build one recipe."""
    needs = tuple(need.replace("{substance}", substance) for need in body.get("needs", ()))
    return Recipe(body["formula"], needs, tuple(body.get("then", ())), flag(body, "treated"))


def read_result(body: Mapping[str, Any]) -> ResultRule:
    """Build one result rule."""
    scope, account = body.get("scope"), body.get("account", "")
    if account not in ACCOUNTS:
        raise ValueError(f"{account} is no account beside the totals: {', '.join(ACCOUNTS[1:])}")
    return ResultRule(
        substance=body["substance"],
        scope=int(scope) if scope else None,
        medium=body.get("medium", "air"),
        recipes=tuple(read_recipe(r, body["substance"]) for r in body["recipes"]),
        removal=flag(body, "removal"),
        required=flag(body, "required"),
        classes=tuple(body.get("classes", ())),
        indicator=body.get("indicator"),
        account=account,
        materials=own_materials(body),
        processes=tuple(body.get("processes", ())),
        technologies=tuple(body.get("technologies", ())),
        when_reported=flag(body, "when_reported"),
        fractions=tuple(body.get("fractions", ())),
        specific=tuple(body.get("specific", ())),
        sectors=tuple(body.get("sectors", ())),
    )


def read_figure(body: Mapping[str, Any]) -> Figure:
    """Build one figure of the whole report."""
    inputs = tuple(
        FigureInput(
            name,
            source.get("production"),
            source.get("total"),
            int(source["scope"]) if "scope" in source else None,
            source.get("figure"),
            flag(source, "absent_is_zero"),
            tuple(source.get("accounts", ())),
        )
        for name, source in body["inputs"].items()
    )
    places, mode = int(body["places"]), body.get("mode", "half_up")
    by_unit, explained = flag(body, "by_unit"), flag(body, "below_zero_explained")
    return Figure(body["id"], body["formula"], inputs, body["label"], places, mode, by_unit, explained)


def read_role(name: str, body: Mapping[str, Any]) -> Role:
    """Build one role."""
    candidates = tuple(Template(c["series"], Match(c["match"])) for c in body.get("candidates", ()))
    prepared = body.get("prepared")
    preparing = Preparing(prepared["function"], tuple(prepared["inputs"])) if prepared else None
    evidence, other = tuple(body.get("evidence", ())), body.get("reported_as", "")
    beside = tuple(body.get("not_for", ()))
    return Role(name, candidates, body.get("override", "yes"), evidence, preparing, other, beside)


def read_rounding(body: Mapping[str, Any]) -> Rounding:
    """Build one rounding rule."""
    substances: Iterable[str] = body.get("substances", ())
    return Rounding(tuple(substances), body["unit"], int(body["places"]), body["mode"], body["clause"])


def flag(body: Mapping[str, Any], name: str) -> bool:
    """Read an optional yes/no, however the strict reader hands scalars over."""
    return str(body.get(name, "false")).lower() in ("true", "yes")
