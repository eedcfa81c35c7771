"""Formats in which translators and their tools exchange work: XLIFF, TMX, TBX. Pure: bytes in, values out."""
