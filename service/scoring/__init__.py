"""Scores: pure functions from an inventory, a ruleset, anchors and frozen peers to a class, an index and a place.

Order of the parts: `inventory` (what comes in), `ruleset` (rules as data), `levels` with their `corrections`,
`ladder` (which rung a line stands on), `axis` (one axis), `carbon` and `pollutant` (the two axes), `compliance`,
`vetoes`, `coverage`, `double_near_zero` (class and index), `ranking` (places), `render` (plain JSON values). Beside
the class and never mixed into it: `pilots`, `synergy`, `progress`.

All arithmetic is exact (`fractions.Fraction`). An index is printed to 0.01, half to even; classes compare the exact
value; places compare integer micro-units (value x 10^6, half to even), so that a stored row and a fresh calculation
can never disagree.
"""
