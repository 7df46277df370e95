"""The bodies that callers send, as strict models: unknown fields, repeated keys and loose numbers are refused."""
