"""What the intake does: receive, digest, listen, look again."""
