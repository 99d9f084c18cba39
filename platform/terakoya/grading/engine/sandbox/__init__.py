"""Locking a process in, without any privilege: what each layer does and whether it is on."""

from terakoya.grading.engine.sandbox.layers import Layer, LayerName, layers
from terakoya.grading.engine.sandbox.walls import Allowance, Walls

__all__ = ["Allowance", "Layer", "LayerName", "Walls", "layers"]
