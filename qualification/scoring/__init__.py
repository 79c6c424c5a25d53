"""The lead score (S1): points for what fits, what is intended and how somebody behaves."""
