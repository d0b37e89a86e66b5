"""Faults: newsthread's real processes in a simulated world, broken on purpose, and held to their promises afterwards.

Read in this order: `world` (publishers, a language model and chats that never forget what happened in them), `program` (the
process under test), `kinds` (what can go wrong, drawn from a seed), `trial` (a run: start, break, calm down, end), and
`checker`, which shares no code with the program: it reads the database with plain SQL and holds it against what the world
remembers. `python -m tests.faults --help` runs it.
"""
