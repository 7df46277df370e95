"""The families of formulas. Importing this package proves every one of them."""

from service.calculators.formulas import air, basis, combustion, energy

__all__ = ["air", "basis", "combustion", "energy"]
