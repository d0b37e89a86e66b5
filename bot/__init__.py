"""newsthread: feeds in, editions out to Slack and Discord, answers in the thread."""
