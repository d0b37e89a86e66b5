"""The outside world: each module touches one library or one wire, and translates its errors into ours."""
