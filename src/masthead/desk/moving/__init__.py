"""A whole archive of another system becomes the outlet's: ``move.move_in``."""
