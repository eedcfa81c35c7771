"""The HTML in which other systems keep a text, as body, pictures and footnotes: ``reader.read``."""
