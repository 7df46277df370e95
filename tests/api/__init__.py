"""The HTTP skin over real workflows and a real SQLite store."""
