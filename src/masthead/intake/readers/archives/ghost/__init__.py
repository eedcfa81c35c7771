"""Ghost exports, 1.x to 6.x. ``tables`` opens the file, ``reader`` yields; ``lexical`` and ``mobiledoc`` render bodies."""
