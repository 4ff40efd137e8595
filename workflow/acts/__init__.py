"""The rows of the one table, by what they are about; `workflow/lifecycle.py` joins them."""
