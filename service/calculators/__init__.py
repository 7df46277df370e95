"""Formulas and the engine that runs them on columns."""
