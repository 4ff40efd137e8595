"""The year's scheme: its file format and the schemes that ship with the product."""
