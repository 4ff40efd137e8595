"""How fast it is, as ratios of two things done in turn on one machine (`shangxia bench`)."""
