"""What people and doors do with the staff, one file per verb."""
