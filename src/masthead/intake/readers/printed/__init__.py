"""What a printed article says of itself in its lines: the same rules for print-outs, documents and plain text."""
