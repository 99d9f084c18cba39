"""Terakoya: the training platform with which a company becomes literate in generative AI."""
