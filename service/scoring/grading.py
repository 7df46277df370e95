"""The data tier of a line's carbon, by rules of the ruleset: where the factors behind the mass come from."""

from __future__ import annotations

from dataclasses import dataclass

from service.scoring.document import Node
from service.scoring.inventory import DataTier

Pair = tuple[DataTier, DataTier]


@dataclass(frozen=True, slots=True)
class CarbonGrades:
    """Tiers in an accepted report and in any other, by the poorest factor behind a mass.

    `measured` holds where every factor that counts was matched in a way listed in `matches`, `computed` where another
    one was used, `stated` where the mass was not computed at all. Arguments that begin with one of `apart` do not
    count: nobody measures them.
    """

    matches: frozenset[str]
    apart: tuple[str, ...]
    measured: Pair
    computed: Pair
    stated: Pair

    def tier(self, inputs: frozenset[tuple[str, str]] | None, *, accepted: bool, emits: bool = True) -> DataTier:
        """The tier of a line whose CO2 rests on `inputs`: argument and match of each factor.

        A line that emits nothing that its guide counts (a mill that buys power) stated no mass; it is as one computed.
        """
        return self._pair(inputs, emits)[0 if accepted else 1]

    def _pair(self, inputs: frozenset[tuple[str, str]] | None, emits: bool) -> Pair:
        if inputs is None:
            return self.stated if emits else self.computed
        counting = {match for argument, match in inputs if not argument.startswith(self.apart)}
        return self.measured if counting <= self.matches else self.computed


def read_pair(node: Node) -> Pair:
    """The tier of a figure in an accepted report and in any other."""
    tiers: list[DataTier] = []
    for key in ("accepted", "otherwise"):
        if (value := node.text(key)) not in list(DataTier):
            raise node.fault("word_unknown", key)
        tiers.append(DataTier(value))
    node.finish()
    return tiers[0], tiers[1]


def read_carbon_grades(node: Node) -> CarbonGrades:
    """The rule of a ruleset document."""
    grades = CarbonGrades(
        frozenset(node.texts("matches")), node.texts("apart"),
        *(read_pair(node.child(name)) for name in ("measured", "computed", "stated")),
    )  # fmt: skip
    node.finish()
    return grades
