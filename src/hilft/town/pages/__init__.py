"""The town's own web pages, for people: be Otto, Mia or Jonas, write, read the answers."""
