"""Keeps facts: SQL in, records out. Everything under a submitted report is insert-only."""
