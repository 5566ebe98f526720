"""Writes safetensors where the package of that name is not installed.

The format is https://github.com/huggingface/safetensors: the length of a JSON
header, the header, the tensors' bytes.
"""

import json

import torch

DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
}


def save_file(tensors, path):
    """Writes a dictionary of contiguous tensors on the CPU."""
    header, data = {}, bytearray()
    for name, t in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        begin = len(data)
        if t.numel() > 0:
            data += bytes(t.detach().reshape(-1).view(torch.uint8).numpy())
        header[name] = {"dtype": DTYPES[t.dtype], "shape": list(t.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + data)
