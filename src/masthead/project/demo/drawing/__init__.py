"""How the pictures of the demonstration are drawn. Nothing here runs in an outlet: see ``demo/draw.py``."""
