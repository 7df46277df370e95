"""Measurements: the product beside the literal stack, on the same machine, in the same run."""
