"""What may be wrong with a scheme, one subject a file; checking.py asks them all."""
