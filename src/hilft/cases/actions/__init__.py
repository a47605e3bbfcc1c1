"""The verbs of the cases, one module per kind of doing."""
