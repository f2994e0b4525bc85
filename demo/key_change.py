"""A new signing key for one service; what the old one has signed counts until it expires.

`python -m demo.keys change ROOT --service NAME`, while the service does not run or before it is
started again: keys are read at the start.
"""

import json
import time
from pathlib import Path

from joserfc.jwk import OKPKey

from demo import private_files
from demo.trouble import Trouble
from shared.access import read_key

CURRENT, PREVIOUS = "signing.jwk", "signing.previous.pub.jwk"


def change_signing_key(folder: Path) -> None:
    """Make a new key and leave the public half of the old one, with the second it was retired.

    First the old half, then the new key: a crash between the two leaves a key that still signs,
    and the next attempt puts both right. Of keys before the old one nothing is taken any more.
    """
    if not (folder / CURRENT).exists():
        raise Trouble(f"there is no {CURRENT} in {folder}")
    old = read_key(folder / CURRENT).as_dict(private=False)
    private_files.replace_json(folder / PREVIOUS, {**old, "retired_at": int(time.time())})
    new = OKPKey.generate_key("Ed25519").as_dict(private=True)
    private_files.replace(folder / CURRENT, json.dumps(new))
