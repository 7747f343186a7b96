"""A whole conference driven over real HTTP and event streams, in an installation of its own, and checked at the end.

Secretariats rehearse before ministers come: with their own text, on their own machine. Nothing of a real installation
is touched. Everything here speaks to the server as browsers do; only the people and their seats are set up by actions
before the server starts, and only the checks look into the database, after the last word.
"""
