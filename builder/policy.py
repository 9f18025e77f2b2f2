"""The Content-Security-Policy of every page: what a browser may do there, whatever has got into the page.

No other host, no script but the site's own files and the theme's few inline ones, each by its digest, no inline style.
It stands in the page itself, so that it holds on any server and needs none (CSP Level 3, section 3.3).
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_META = '<meta charset="utf-8">'
# A script without `src` and without a type is run where it stands; what has a type here is data.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RULES = (
    "default-src 'none'",
    "script-src 'self' {scripts}",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons are data in its style
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)


def with_policy(html: str) -> str:
    """A page of the theme with its policy, at the head of everything that the policy is to bind."""
    scripts = " ".join(sorted({_digest(script) for script in _INLINE.findall(html)}))
    policy = "; ".join(_RULES).format(scripts=scripts)
    return html.replace(_META, f'{_META}\n      <meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


@lru_cache(maxsize=64)
def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
