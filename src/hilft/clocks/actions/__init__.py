"""What is done with clocks and targets."""
