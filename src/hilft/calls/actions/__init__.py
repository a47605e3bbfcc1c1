"""What happens to a call: heard of, shown, written down, called back."""
