"""The negotiating text."""
