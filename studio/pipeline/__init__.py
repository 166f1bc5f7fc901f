"""Pure stages: values in, values out. `order.py` names them in order."""

from __future__ import annotations
