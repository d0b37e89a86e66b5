"""The language model behind any OpenAI-compatible server: hosted, or on the machine beside us.

It asks and counts. It judges no reply, keeps no history, and refuses to guess: what a server cannot do is learned from
its own error, remembered, and asked for in a plainer way.
"""

from bot.adapters.openai_model.asking import OpenAIModel, Prices

__all__ = ["OpenAIModel", "Prices"]
