"""Numbered, frozen steps of the schema; each has up() and down()."""
