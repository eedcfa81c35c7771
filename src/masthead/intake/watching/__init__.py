"""Feeds that are watched: looked at by the clock or when a hub knocks, their new items taken in as drafts."""
