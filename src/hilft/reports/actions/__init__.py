"""What is done with figures: count, follow, rebuild, tell."""
