"""The API under /api/v1, read off the lifecycle table, with its description and its probes."""
