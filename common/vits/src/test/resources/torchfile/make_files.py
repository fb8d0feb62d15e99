"""Makes the files beside it: python make_files.py"""

import os
from collections import OrderedDict

import torch

shared = torch.arange(6, dtype=torch.float32)
few = {"model": OrderedDict(a=torch.tensor([[1.0, 2.0], [3.0, 4.0]])), "iteration": 7}

torch.save(
    {
        "model": OrderedDict(
            f64=torch.tensor([1.5], dtype=torch.float64),
            f32=torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
            f16=torch.tensor([0.5, -65504.0], dtype=torch.float16),
            bf16=torch.tensor([1.0, -3.140625], dtype=torch.bfloat16),
            i64=torch.tensor([-1, 1 << 40]),
            i32=torch.tensor([7], dtype=torch.int32),
            i16=torch.tensor([-32768, 32767], dtype=torch.int16),
            i8=torch.tensor([-1], dtype=torch.int8),
            u8=torch.tensor([255], dtype=torch.uint8),
            bool=torch.tensor([True, False]),
            scalar=torch.tensor(2.5),
            empty=torch.empty(0, 3),
            view=shared[2:].view(2, 2),
            width=shared.view(6, 1).t().contiguous().t(),
            parameter=torch.nn.Parameter(torch.tensor([9.0])),
        ),
        "strange": {
            "transposed": torch.arange(6.0).view(2, 3).t(),
            "expanded": torch.ones(1).expand(1000000),
            "complex": torch.zeros(2, dtype=torch.complex64),
        },
        "whole": [0, 255, 256, 65536, -1, -(1 << 40), 1 << 62],
        "betas": (0.8, 0.99),
        "nothing": None,
        "yes": True,
        "no": False,
        "text": "dengbêj",
        3: {"step": torch.tensor(4.0)},
    },
    "values.pth",
)
torch.save(few, "old_layout.pth", _use_new_zipfile_serialization=False)
torch.save(few, "protocol_4.pth", pickle_protocol=4)
torch.save([1, 2], "list.pth")
torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), "script.pth")


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/dengbej-was-here",)


torch.save({"model": OrderedDict(a=torch.ones(1)), "optimizer": Command()}, "command.pth")
