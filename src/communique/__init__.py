"""Communiqué: run an intergovernmental conference online, from the first draft to the adopted communiqué."""

__version__ = "0.1.0"
