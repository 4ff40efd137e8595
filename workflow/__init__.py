"""What may happen: lifecycle, rules, scoring, audit log. No HTTP."""
