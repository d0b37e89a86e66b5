"""Child processes that work on hostile bytes. `pool` is our side, `child` is theirs and imports next to nothing."""
