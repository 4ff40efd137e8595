"""A county that never was, made only by performing acts under a controlled clock."""
