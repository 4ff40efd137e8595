"""A bundle of the log, or of a part of it, that a stranger checks with one file of Python."""
