"""What tests of the language model over the wire share."""

from collections.abc import Callable

from bot.adapters.openai_model import OpenAIModel
from bot.core.entities import Prompt

Make = Callable[..., OpenAIModel]

PROMPT = Prompt(
    purpose="summary",
    instructions="Write about boats.",
    content="[1] A boat sank.",
    schema_name="boats",
    schema={
        "type": "object",
        "properties": {"boat": {"type": "string"}},
        "required": ["boat"],
        "additionalProperties": False,
    },
)
