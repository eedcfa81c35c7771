"""The editors' screens of the room."""
