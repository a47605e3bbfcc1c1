"""Calls at the hotline."""
