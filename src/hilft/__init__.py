"""hilft: a self-hosted social service desk."""
