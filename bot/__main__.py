"""`python -m bot` is `newsthread`."""

from bot.cli import main

main()
