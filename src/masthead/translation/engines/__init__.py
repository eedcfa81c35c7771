"""Machine translators, one adapter each, behind one contract (``base.py``). The network is left only here."""
