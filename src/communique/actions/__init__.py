"""Every write of the house: one keyword-only function for each verb that a delegate would use."""
