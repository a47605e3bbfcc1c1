"""Trains the two small models of ``hilft.memory.learned`` from labelled texts: ``texts/asked-*.txt``, ``texts/told-*.txt``."""
