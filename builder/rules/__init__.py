"""One rule, one file. `builder.rulebook` lists them; a stage imports those that it reports.

What they look at is made on floors above theirs, so they know its types by name alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.seed import Seed
    from builder.values import Anchor, Dossier, Reference, Site
else:
    Anchor = Dossier = Reference = Seed = Site = Any

__all__ = ["Anchor", "Dossier", "Reference", "Seed", "Site"]
