"""The way to a language model: guard, cache, endpoint, log; and the embedded model itself."""
