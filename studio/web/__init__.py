"""Host of the preview: URL scheme, policy, bridge and snapshot."""

from __future__ import annotations
