"""The use cases, written in terms of the ports; they know no library and no platform."""
