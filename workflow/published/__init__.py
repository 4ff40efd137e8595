"""Tables that others published (schemes, results, progress): read, recomputed, never mended."""
