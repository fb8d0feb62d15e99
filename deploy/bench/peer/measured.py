"""How a peer tells what it measured: one JSON object in the last line that it prints."""

import json
import statistics
import sys
import time
from pathlib import Path

import torch


def arguments():
    """The folder that both sides work in, how often, and torch's name of the device, which is the default from now on."""
    device = sys.argv[3].replace("gpu", "cuda")
    torch.set_default_device(device)
    return Path(sys.argv[1]), int(sys.argv[2]), device


def now():
    """Seconds, when the device has done what it was told."""
    if torch.get_default_device().type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def tell(**quantities):
    print(json.dumps(quantities))


def median(values):
    return statistics.median(values)


def peak_megabytes():
    if torch.get_default_device().type == "cuda":
        free, total = torch.cuda.mem_get_info()
        return (total - free) / 1e6
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6
