"""One OpenAI-compatible endpoint: what is asked, how it is asked, and what can go wrong."""
