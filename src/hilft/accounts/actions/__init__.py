"""What people and jobs do with brands and accounts."""
