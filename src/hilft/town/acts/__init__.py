"""What people of the town do: decide on the state, record it, tell those who listen."""
