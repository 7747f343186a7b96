"""The only Django app: what the house keeps."""
