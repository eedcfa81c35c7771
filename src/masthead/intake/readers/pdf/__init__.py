"""PDF files, above all print-outs of articles."""
