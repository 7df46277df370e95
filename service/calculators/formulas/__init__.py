"""The families of formulas. Importing this package proves every one of them."""

from service.calculators.formulas import air, basis, carbon_balance, combustion, energy

__all__ = ["air", "basis", "carbon_balance", "combustion", "energy"]
