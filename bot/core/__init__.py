"""What newsthread decides: pure functions and values; no I/O, no clock, no libraries that talk to anything."""
