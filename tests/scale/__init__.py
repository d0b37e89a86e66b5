"""The scale run: thousands of feeds and subscriptions, real processes, simulated publishers, language model and chat."""
