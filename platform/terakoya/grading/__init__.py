"""Checking what was handed in: the queue, the worker and the results."""
