"""Pages: forms, views, templates."""
