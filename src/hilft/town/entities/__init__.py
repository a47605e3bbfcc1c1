"""The JSON that Mastodon clients read. Source: docs.joinmastodon.org/entities, version 4.3."""
