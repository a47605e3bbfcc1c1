"""The nudge after a change of announcements."""

TOPIC = "news"
