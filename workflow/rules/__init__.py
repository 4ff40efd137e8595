"""Named claims, by stage: each is one question with one sentence in two languages."""
