"""Announcements on networks."""
