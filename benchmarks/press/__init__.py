"""What publishing costs, how fast an archive is pressed, and how fast pages are served."""
