"""For the HEALTHCHECK of a container: exit code 0 while pages are served. Needs nothing but Python.

It asks under the board's first own name, since the board answers to no other.
"""

import http.client
import os
import sys


def main() -> int:
    port = int(os.environ.get("OPSLAGSTAVLE_BIND", "127.0.0.1:8000").rpartition(":")[2])
    name = os.environ.get("OPSLAGSTAVLE_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/sundhed/sider", headers={"Host": name})
        return 0 if asking.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        asking.close()


if __name__ == "__main__":
    sys.exit(main())
