"""The command line: a thin skin over the same workflows as the HTTP one. Progress on stderr, results on stdout."""
