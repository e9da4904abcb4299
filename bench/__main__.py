"""``./opslagstavle bench`` lists the benches; ``./opslagstavle bench NAME [--json]`` runs one and prints its table."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

from bench.table import Table

BENCHES = {
    "reading": "every eForms and R2.0.9 notice of the shared data: crashes, fields beside the manifest, rate beside parse-only",
    "mutations": "every file of the shared data, damaged forty times: crashes, slowest read, memory",
    "ingest": "bytes to searchable: keep, read and store an archive on SQLite (or DATABASE_URL)",
    "pages": "queries and time of each page at 100,000 lots, and of the notice with 652 lots",
    "pages-large": "500,000 notices and 10,000 enterprises on PostgreSQL: 50 readers a second, by kind of page",
    "rules": "one traced case of each rule, a million cases of the quota, a hundred what-ifs for 5,000 enterprises",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="opslagstavle bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    chosen = parser.parse_args()
    if chosen.name is None:
        print("\n".join(f"{name:12} {what}" for name, what in BENCHES.items()))
        return 0
    tables: list[Table] = importlib.import_module(f"bench.{chosen.name.replace('-', '_')}").run()
    if chosen.json:
        print(json.dumps({table.name: table.as_json() for table in tables}, indent=2, default=str))
    else:
        print("\n\n".join(table.as_text() for table in tables))
    return 0 if all(table.passed for table in tables) else 1


if __name__ == "__main__":
    sys.exit(main())
