"""Writes a trained checkpoint as GGUF v3, the file format of llama.cpp, with no library but struct.

    python3 export_gguf.py --work WORK     reads WORK/checkpoint.pt, writes tinychat.gguf beside this file

Layout: magic "GGUF", version, tensor count, metadata count; the metadata; one descriptor per tensor; then the
tensor data, each tensor at a multiple of 32 bytes. All integers are little-endian. Matrices are float16, norms float32.
"""
import argparse
import os
import pathlib
import struct

import torch

from model import Config
from tokenizer import CONTROL_TOKENS, END_OF_TEXT, IM_END, TEMPLATE_PATH, Tokenizer
from train import TOKENIZER_PATH

HERE = pathlib.Path(__file__).resolve().parent
ALIGNMENT = 32
# Value types of GGUF metadata.
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
# ggml tensor types.
GGML_F32, GGML_F16 = 0, 1
FILE_TYPE_MOSTLY_F16 = 1
TOKEN_NORMAL, TOKEN_CONTROL = 1, 3


def packed_string(text):
    encoded = text.encode()
    return struct.pack("<Q", len(encoded)) + encoded


PACK = {
    UINT32: lambda value: struct.pack("<I", value), INT32: lambda value: struct.pack("<i", value),
    FLOAT32: lambda value: struct.pack("<f", value), BOOL: lambda value: struct.pack("<?", value), STRING: packed_string,
}


def packed_metadata(key, kind, value):
    """A list is written as an array whose elements have the kind."""
    if isinstance(value, list):
        body = struct.pack("<IIQ", ARRAY, kind, len(value)) + b"".join(map(PACK[kind], value))
    else:
        body = struct.pack("<I", kind) + PACK[kind](value)
    return packed_string(key) + body


def metadata(config, tokenizer):
    token_types = [TOKEN_CONTROL if token in CONTROL_TOKENS else TOKEN_NORMAL for token in tokenizer.tokens]
    return [
        ("general.architecture", STRING, "llama"),
        ("general.name", STRING, "tinychat"),
        ("general.license", STRING, "apache-2.0"),
        ("general.alignment", UINT32, ALIGNMENT),
        ("general.file_type", UINT32, FILE_TYPE_MOSTLY_F16),
        ("llama.vocab_size", UINT32, config.vocab_size),
        ("llama.context_length", UINT32, config.context_length),
        ("llama.embedding_length", UINT32, config.dim),
        ("llama.block_count", UINT32, config.block_count),
        ("llama.feed_forward_length", UINT32, config.ffn_dim),
        ("llama.attention.head_count", UINT32, config.head_count),
        ("llama.attention.head_count_kv", UINT32, config.kv_head_count),
        ("llama.attention.layer_norm_rms_epsilon", FLOAT32, config.rms_epsilon),
        ("llama.rope.dimension_count", UINT32, config.head_dim),
        ("llama.rope.freq_base", FLOAT32, config.rope_base),
        ("tokenizer.ggml.model", STRING, "gpt2"),
        ("tokenizer.ggml.pre", STRING, "qwen2"),
        ("tokenizer.ggml.tokens", STRING, tokenizer.tokens),
        ("tokenizer.ggml.token_type", INT32, token_types),
        ("tokenizer.ggml.merges", STRING, [f"{a} {b}" for a, b in tokenizer.merges]),
        ("tokenizer.ggml.bos_token_id", UINT32, tokenizer.id_of[END_OF_TEXT]),
        ("tokenizer.ggml.eos_token_id", UINT32, tokenizer.id_of[IM_END]),
        ("tokenizer.ggml.padding_token_id", UINT32, tokenizer.id_of[END_OF_TEXT]),
        ("tokenizer.ggml.add_bos_token", BOOL, False),
        ("tokenizer.chat_template", STRING, TEMPLATE_PATH.read_text()),
    ]


def packed_tensors(parameters):
    """(descriptors, data). GGUF lists dimensions fastest first, so a [out, in] matrix is described as (in, out)."""
    descriptors, data = b"", b""
    for name, tensor in parameters.items():
        is_matrix = tensor.dim() == 2
        array = tensor.numpy().astype("<f2" if is_matrix else "<f4")
        shape = array.shape[::-1]
        descriptors += packed_string(f"{name}.weight") + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        descriptors += struct.pack("<IQ", GGML_F16 if is_matrix else GGML_F32, len(data))
        data += aligned(array.tobytes())
    return descriptors, data


def aligned(content):
    return content + b"\0" * (-len(content) % ALIGNMENT)


def gguf_bytes(config, tokenizer, parameters):
    entries = metadata(config, tokenizer)
    descriptors, data = packed_tensors(parameters)
    header = b"GGUF" + struct.pack("<IQQ", 3, len(parameters), len(entries))
    return aligned(header + b"".join(packed_metadata(*entry) for entry in entries) + descriptors) + data


def rounded(parameters):
    """The parameters an engine will see: matrices rounded to float16, kept in float32."""
    return {name: p.half().float() if p.dim() == 2 else p for name, p in parameters.items()}


def load_rounded(work):
    checkpoint = torch.load(work / "checkpoint.pt")
    return rounded(checkpoint["parameters"]), checkpoint["record"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("work"))
    parameters, record = load_rounded(arguments.parse_args().work)
    content = gguf_bytes(Config(), Tokenizer.load(TOKENIZER_PATH), parameters)
    path = HERE / "tinychat.gguf"
    path.with_suffix(".tmp").write_bytes(content)
    os.replace(path.with_suffix(".tmp"), path)
    print(f"{path.name}: {len(content)} bytes, {sum(p.numel() for p in parameters.values())} parameters, step {record['steps']}")


if __name__ == "__main__":
    main()
