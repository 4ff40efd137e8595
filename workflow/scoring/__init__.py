"""From a finding to a score: rules as data, exact arithmetic, and a derivation anyone can redo."""
