"""Numbered checks of a submission: pure functions that judge and never change."""
