"""Stands in for as much of sysinv as a plugin sees. Written from its documented behaviour."""
