"""What must not go to a language model: found by rules, in Japanese and English, offline."""
