"""The library's words for things: what a material, a region or a substance is called and belongs to.

All of it is data; this room only turns registers into the look-ups that planning needs.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.errors import Fault, InvalidInput
from service.identifiers import parse_region_prefix
from service.reference import Library
from service.spelling import folded

#: Substances are counted in whole grams; groups named here in whole micrograms, because grams would round them away.
FINE_GROUPS = frozenset({"heavy_metal"})
MICROGRAMS_PER_TONNE = 10**12


def material_classes(library: Library) -> Mapping[str, str]:
    """Return material -> class (coal, oil, gas, biomass, other)."""
    return {name: entry["class"] for name, entry in library.documents["fuels/materials.yaml"].items()}


def activity_kinds(library: Library) -> Mapping[str, Mapping[str, str]]:
    """Return the kinds of activity: names in both languages, what the quantity is, whether a material is wanted."""
    return library.documents["kinds.yaml"]


def material_id(library: Library, name: str) -> str:
    """Return the id of a fuel or material called by id or alias, else of a product, animal or vehicle so called.

    Any other name stays as it is.
    """
    return _aliases(library, MATERIALS).get(folded(name)) or product_id(library, name)


def product_id(library: Library, name: str) -> str:
    """Return the id of a product or another output called by id or alias; any other name stays as it is."""
    return _aliases(library, PRODUCTS).get(folded(name), name)


#: The registers of what a line may name.
MATERIALS, PRODUCTS = "fuels/materials.yaml", "products.yaml"

_ALIASES: dict[tuple[str, str], Mapping[str, str]] = {}


def _aliases(library: Library, register: str) -> Mapping[str, str]:
    key = (library.digest, register)
    if key not in _ALIASES:
        _ALIASES[key] = {
            folded(spelling): name
            for name, entry in library.documents.get(register, {}).items()
            for spelling in (name, entry["name_zh"], entry["name_en"], *entry.get("aliases", ()))
        }
    return _ALIASES[key]


def substance_quanta(library: Library) -> Mapping[str, int]:
    """Return quanta per tonne of the substances that are counted finer than in grams."""
    return {
        name: MICROGRAMS_PER_TONNE
        for name, entry in library.documents["substances.yaml"].items()
        if entry["group"] in FINE_GROUPS
    }


#: Columns of the register of regions that series names use.
REGION_NAMES = ("grid_region", "region6", "grid_series", "n2o_zone", "farming_region")


def region_names(library: Library, region: str) -> Mapping[str, str]:
    """Return the names that series use for a GB/T 2260 region: its province's grids, zones and areas.

    Raises `InvalidInput` for a province that the register does not know, and for a code of another form.
    """
    code = region[:2] + "0000"
    for row in library.records["regions.csv"]:
        if row["code"] == code:
            parse_region_prefix(region, "/region")
            return {name: row[name] for name in REGION_NAMES if row.get(name)}
    raise InvalidInput(Fault("region.unknown", "/region", {"expected": _called(library, region) or "GB/T 2260"}))


def _called(library: Library, region: str) -> str:
    """Return the code and name of a province that is called by its name; empty where none is."""
    for row in library.records["regions.csv"]:
        if region and (region in row["name_zh"] or region.casefold() == row["name_en"].casefold()):
            return f"GB/T 2260 {row['code']}"
    return ""
