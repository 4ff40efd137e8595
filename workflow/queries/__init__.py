"""The read side: SQL over what is stored, and who may see it."""
