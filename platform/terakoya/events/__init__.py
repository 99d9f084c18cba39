"""The append-only record of what people did, in xAPI's verbs."""
