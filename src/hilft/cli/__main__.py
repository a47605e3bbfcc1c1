"""``python -m hilft.cli``."""

from hilft.cli import main

main()
