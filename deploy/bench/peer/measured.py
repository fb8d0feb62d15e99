"""How a peer tells what it measured: one JSON object in the last line that it prints."""

import json
import statistics
import sys
from pathlib import Path


def arguments():
    """The folder that both sides work in, how often, and torch's name of the device."""
    return Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].replace("gpu", "cuda")


def tell(**quantities):
    print(json.dumps(quantities))


def median(values):
    return statistics.median(values)


def peak_megabytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6
