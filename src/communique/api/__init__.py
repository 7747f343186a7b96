"""The same actions and queries over OpenAPI, for the live pages and for programs."""
