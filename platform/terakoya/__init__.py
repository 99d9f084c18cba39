"""Terakoya: the training platform with which a company becomes literate in generative AI."""

__version__ = "0.1.0"
