"""The peer of `bench gpt2`: GPT-2 in eager PyTorch, as most notebooks run it, up to the site that is asked.

  gpt2_peer.py FOLDER LAYER HEAD INPUTS LENGTH THREADS DEVICE     prints one line of JSON
"""
import json
import pathlib
import sys
import time

import numpy
import torch
import torch.nn.functional as F

ROWS_AT_ONCE = 128


def resident():
    status = pathlib.Path("/proc/self/status")
    if not status.exists():
        return None
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def load(file):
    """Raw float32 tensors of a safetensors file, each in memory of its own."""
    with open(file, "rb") as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), "little")))
        start = f.tell()
        tensors = {}
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            f.seek(start + entry["data_offsets"][0])
            values = numpy.fromfile(f, "<f4", (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4)
            tensors[name] = torch.from_numpy(values).view(entry["shape"])
    return tensors


def head_result(w, config, ids, layer, head):
    """(B, T) -> what one head writes, (B, T, D); stops there."""
    D, H, epsilon = config["n_embd"], config["n_head"], config["layer_norm_epsilon"]
    B, T = ids.shape
    x = w["wte.weight"][ids] + w["wpe.weight"][:T]
    mask = torch.ones(T, T, dtype=torch.bool, device=ids.device).tril()
    for block in range(layer + 1):
        p = f"h.{block}."
        h = F.layer_norm(x, (D,), w[p + "ln_1.weight"], w[p + "ln_1.bias"], epsilon)
        qkv = torch.addmm(w[p + "attn.c_attn.bias"], h.view(-1, D), w[p + "attn.c_attn.weight"])
        q, k, v = qkv.view(B, T, 3, H, D // H).permute(2, 0, 3, 1, 4)
        pattern = (q @ k.transpose(-1, -2) / (D // H) ** 0.5).masked_fill(~mask, -1e9).softmax(-1)
        z = (pattern @ v).transpose(1, 2)
        if block == layer:
            return z[:, :, head] @ w[p + "attn.c_proj.weight"].view(H, D // H, D)[head]
        x = x + torch.addmm(w[p + "attn.c_proj.bias"], z.reshape(-1, D), w[p + "attn.c_proj.weight"]).view(B, T, D)
        h = F.layer_norm(x, (D,), w[p + "ln_2.weight"], w[p + "ln_2.bias"], epsilon)
        h = torch.addmm(w[p + "mlp.c_fc.bias"], h.view(-1, D), w[p + "mlp.c_fc.weight"])
        h = F.gelu(h, approximate="tanh")
        x = x + torch.addmm(w[p + "mlp.c_proj.bias"], h, w[p + "mlp.c_proj.weight"]).view(B, T, D)


def main():
    folder = pathlib.Path(sys.argv[1])
    layer, head, inputs, length, threads = map(int, sys.argv[2:7])
    device = sys.argv[7]
    torch.set_num_threads(threads)
    config = json.loads((folder / "config.json").read_text())
    before, start = resident(), time.perf_counter()
    w = {name: tensor.to(device) for name, tensor in load(folder / "model.safetensors").items()}
    loaded, after = time.perf_counter() - start, resident()
    ids = torch.randint(0, config["vocab_size"], (inputs, length)).to(device)
    with torch.no_grad():
        head_result(w, config, ids[:ROWS_AT_ONCE], layer, head)
        start = time.perf_counter()
        for rows in ids.split(ROWS_AT_ONCE):
            head_result(w, config, rows, layer, head).cpu().numpy()
        seconds = time.perf_counter() - start
    print(json.dumps({
        "load_seconds": loaded,
        "resident_mb": None if before is None else after - before,
        "activation_seconds": seconds,
        "torch": torch.__version__,
    }))


main()
