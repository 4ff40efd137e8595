"""Both hands (上下结合): what is signed, who signs it, and when a hand counts."""
