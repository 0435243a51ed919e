"""Hands a shell command to the part of the program that does it."""

import os
import sys
from pathlib import Path

import preflight

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "import-registrations": "reads a workbook of registrations into an event",
    "import-course": "reads a course package (Common Cartridge, SCORM, Moodle …) and makes a draft of it",
    "check-figures": "says what in a foreign report does not reconcile",
    "reindex": "makes the search and the catalogue anew",
    "search-eval": "measures the search over a file of documents and queries",
    "recount-reach": "counts every cell of reach anew and says which differ; --repair mends them",
    "backup": "writes database and files into one archive",
    "restore": "brings an archive back, and checks it by its figures",
    "upgrade": "brings database and static files to this version",
    "load-reference": "loads countries and institutions that come with the program",
    "create-coordinator": "makes the first account of a real installation",
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print("Usage: bin/catecp COMMAND …\n")
        print("\n".join(f"  {name:<22}{what}" for name, what in COMMANDS.items()))
        return 0 if not arguments or arguments[0] in {"help", "--help", "-h"} else 2
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    if arguments[0] == "check-figures":
        from catecp.insights.reconcile import cli  # noqa: PLC0415 -- reads a file only: needs no settings and no database

        return cli.main(arguments[1:])
    preflight.check(port=False)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("CATECP_LOG_LEVEL", "WARNING")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the path is set

    execute_from_command_line(["catecp", arguments[0].replace("-", "_"), *arguments[1:]])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
