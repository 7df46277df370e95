"""The families of formulas. Importing this package proves every one of them."""

from service.calculators.formulas import (
    agriculture,
    air,
    allowances,
    basis,
    carbon_balance,
    carbon_materials,
    combustion,
    energy,
    metals,
    minerals,
    mobile,
    nitrogen,
    removals,
    waste,
)

__all__ = [
    "agriculture",
    "air",
    "allowances",
    "basis",
    "carbon_balance",
    "carbon_materials",
    "combustion",
    "energy",
    "metals",
    "minerals",
    "mobile",
    "nitrogen",
    "removals",
    "waste",
]
