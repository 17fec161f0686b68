"""``python -m zhize.cli`` is the command line."""

from zhize.cli import main

main()
