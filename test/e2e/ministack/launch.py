"""Starts MiniStack with the CloudTrail bridge around it.

MiniStack does not deliver CloudTrail to EventBridge. The bridge sees every request and answer, and publishes each
mutating call, as CloudTrail would, on the default event bus. MiniStack itself is not changed on disk.
Run by test/e2e/run.mjs; the environment variables are those of MiniStack.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import ministack.app

import authorization
import default_version
from bridge import Bridge
from missing import Missing


def main() -> None:
    # With TLS MiniStack also takes port 443 when it may: a test opens one port, its own.
    ministack.app._port_is_bindable = lambda host, port: False
    authorization.complete()
    default_version.complete()
    # MiniStack's main() serves the module attribute `app`.
    ministack.app.app = Bridge(Missing(ministack.app.app))
    ministack.app.main()


if __name__ == "__main__":
    main()
