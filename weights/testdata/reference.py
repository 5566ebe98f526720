"""Writes reference.safetensors with Hugging Face's own library, for TestReferenceFile.

    pip install safetensors numpy && python reference.py
"""

import os

import numpy as np
from safetensors.numpy import save_file

here = os.path.dirname(os.path.abspath(__file__))
ramp = np.arange(-4, 4).reshape(2, 2, 2, 1) / 8
save_file(
    {
        "f32": ramp.astype(np.float32),
        "f16": ramp.astype(np.float16),
        "f64": ramp.astype(np.float64),
        "i8": (ramp * 8).astype(np.int8),
        "i8.scale": np.array([0.125, 0.25], np.float32),
        "bn.running_var": np.array([1, 2.5], np.float32),
        "bn.num_batches_tracked": np.array(7, np.int64),
    },
    os.path.join(here, "reference.safetensors"),
    metadata={"writer": "safetensors", "ключ": "значение"},
)
