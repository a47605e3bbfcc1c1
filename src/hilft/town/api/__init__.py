"""The Mastodon client API: one file per resource. Source: docs.joinmastodon.org/methods, version 4.3."""
