"""Checks for prompts and notebooks, used by labs in the browser and on the server."""
