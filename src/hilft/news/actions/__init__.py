"""What people do with announcements, one module for each kind of deed."""
