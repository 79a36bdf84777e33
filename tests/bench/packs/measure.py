#!/usr/bin/env python3
"""How well the packs find what they look for, and how often they fire where nothing is wrong.

    DECORUM_COMMAND=build/release/bin/decorum tests/bench/packs/measure.py
    … measure.py --only person,robot         some parts: person, robot, injection, danger, complaints, alarms, cost
    … measure.py --only person --errors 20   with texts that were missed and wrongly found
    … measure.py --only alarms --hits FILE   with a sample of the hits of every rule, as JSON

Prints tables in Markdown, as docs/packs-measured.md has them. The texts are those of the shared data folder (`DECORUM_DATA`, else
../shared/data beside the checkout); exit status 77 without it. Nothing here is random but the samples, whose seed is fixed.
"""
import argparse
import os
import pathlib
import sys

import alarms
import detection
from judge import Judge

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = pathlib.Path(os.environ.get("DECORUM_DATA", ROOT.parent / "shared" / "data"))
SKIPPED = 77
PARTS = {
    "person": detection.person,
    "robot": detection.robot,
    "injection": detection.injection,
    "danger": detection.danger,
    "complaints": detection.complaints,
    "alarms": alarms.alarms,
    "cost": alarms.cost,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    parser.add_argument("--errors", type=int, default=0, help="how many texts of each kind of error are printed")
    parser.add_argument("--hits", type=pathlib.Path, help="a file for samples of hits (part alarms)")
    arguments = parser.parse_args()
    if not DATA.joinpath("intents").is_dir():
        print(f"skipped: no data at {DATA}")
        return SKIPPED
    unknown = set(arguments.only.split(",")) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    with Judge(os.environ.get("DECORUM_COMMAND", "decorum"), ROOT / "policies") as judge:
        for name in arguments.only.split(","):
            PARTS[name](judge, DATA, arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
