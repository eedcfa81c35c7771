"""One module for each kind of page: rows in, template contexts out."""
