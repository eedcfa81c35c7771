"""The way out: a draft as an item in another format. One module for each, pure."""
