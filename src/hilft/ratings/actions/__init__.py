"""What people and jobs do with questions and ratings."""
