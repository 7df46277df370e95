"""One file per story: the order of steps and who may take them. No SQL, no HTTP, no formulas, no commit."""
