"""Every read of the house, always for an audience: what an audience may not read isn't in the answer."""
