"""Reading pages: the sets that others made, the scores they count by, and the readers that are compared."""
