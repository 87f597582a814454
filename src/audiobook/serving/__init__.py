"""Finished books over HTTP, for the podcast apps and browsers in a house: a feed, its files, and one page."""
