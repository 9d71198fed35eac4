"""Who is who in the sweeps over every page: names of roles in sets."""

from __future__ import annotations

# name: (arguments, who gets 200 or a redirect within the portal, who gets 403);
# all the others get 404, and the anonymous are sent to sign in.
Pages = dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]

REGION = ("ministry", "operator", "administrator")
OWN = (*REGION, "municipal", "head")
ACCEPTING = ("ministry", "operator", "municipal")
ENTERING = (*ACCEPTING, "head")
WORKING = (*OWN, "other_municipal", "other_head")
ROLELESS = ("nobody", "candidate", "expert")  # without a right in monitoring
SIGNED_IN = (*WORKING, "stranger", *ROLELESS)
EVERYONE = (*SIGNED_IN, "anonymous")
