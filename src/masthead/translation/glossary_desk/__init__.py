"""The glossary's screens at the desk."""
