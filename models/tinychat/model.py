"""The Llama architecture as llama.cpp defines it: pre-norm RMSNorm, interleaved RoPE, grouped-query attention, SwiGLU.

Parameter names are the GGUF tensor names without the ".weight" suffix, and every matrix is stored [out, in],
so exporting is a plain copy: interleaved RoPE needs none of the row permutation of the Hugging Face layout.
"""
import dataclasses
import math

import torch
from torch.nn import functional


@dataclasses.dataclass(frozen=True)
class Config:
    vocab_size: int = 768
    dim: int = 192
    block_count: int = 5
    head_count: int = 6
    kv_head_count: int = 3
    ffn_dim: int = 512
    context_length: int = 512
    rms_epsilon: float = 1e-5
    rope_base: float = 10000.0

    @property
    def head_dim(self):
        return self.dim // self.head_count


def parameter_shapes(config):
    kv_dim = config.kv_head_count * config.head_dim
    shapes = {"token_embd": (config.vocab_size, config.dim)}
    for i in range(config.block_count):
        shapes |= {
            f"blk.{i}.attn_norm": (config.dim,),
            f"blk.{i}.attn_q": (config.dim, config.dim),
            f"blk.{i}.attn_k": (kv_dim, config.dim),
            f"blk.{i}.attn_v": (kv_dim, config.dim),
            f"blk.{i}.attn_output": (config.dim, config.dim),
            f"blk.{i}.ffn_norm": (config.dim,),
            f"blk.{i}.ffn_gate": (config.ffn_dim, config.dim),
            f"blk.{i}.ffn_up": (config.ffn_dim, config.dim),
            f"blk.{i}.ffn_down": (config.dim, config.ffn_dim),
        }
    return shapes | {"output_norm": (config.dim,), "output": (config.vocab_size, config.dim)}


def initial_parameters(config, seed):
    generator = torch.Generator().manual_seed(seed)
    parameters = {}
    for name, shape in parameter_shapes(config).items():
        if len(shape) == 1:
            parameters[name] = torch.ones(shape)
        else:
            deviation = 1 / math.sqrt(shape[1]) if name != "token_embd" else 0.5
            if name.endswith(("attn_output", "ffn_down", "output")):
                deviation *= 0.3  # residual branches and logits start small
            parameters[name] = torch.randn(shape, generator=generator) * deviation
    return parameters


def rms_norm(x, gain, epsilon):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * gain


def rope_tables(config, first, count):
    """cos and sin of position * base^(-2i/head_dim), each [count, head_dim / 2]."""
    frequencies = config.rope_base ** (-torch.arange(0, config.head_dim, 2).double() / config.head_dim)
    angles = torch.arange(first, first + count).double()[:, None] * frequencies
    return angles.cos().float(), angles.sin().float()


def rotate(x, tables):
    """Rotates the pairs (x[2i], x[2i+1]); x is [batch, heads, positions, head_dim]."""
    cos, sin = tables
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Llama:
    def __init__(self, config, parameters):
        self.config, self.parameters = config, parameters

    def hidden(self, ids, cache=None):
        """[batch, positions] ids to [batch, positions, dim]; with a cache, ids continue what it holds."""
        p, config = self.parameters, self.config
        first = cache[0][0].shape[2] if cache else 0
        tables = rope_tables(config, first, ids.shape[1])
        x = p["token_embd"][ids]
        mask = torch.full((ids.shape[1], first + ids.shape[1]), float("-inf")).triu(first + 1)
        for i in range(config.block_count):
            x = x + self._attention(i, rms_norm(x, p[f"blk.{i}.attn_norm"], config.rms_epsilon), tables, mask, cache)
            x = x + self._feed_forward(i, rms_norm(x, p[f"blk.{i}.ffn_norm"], config.rms_epsilon))
        return rms_norm(x, p["output_norm"], config.rms_epsilon)

    def logits(self, hidden):
        return functional.linear(hidden, self.parameters["output"])

    def empty_cache(self):
        empty = torch.zeros(1, self.config.kv_head_count, 0, self.config.head_dim)
        return [(empty, empty) for _ in range(self.config.block_count)]

    def _attention(self, i, x, tables, mask, cache):
        config, p = self.config, self.parameters
        batch, count, _ = x.shape
        heads = lambda name, n: functional.linear(x, p[f"blk.{i}.{name}"]).view(batch, count, n, config.head_dim).transpose(1, 2)
        q = rotate(heads("attn_q", config.head_count).float(), tables)
        k = rotate(heads("attn_k", config.kv_head_count).float(), tables)
        v = heads("attn_v", config.kv_head_count)
        if cache:
            k, v = torch.cat((cache[i][0], k), 2), torch.cat((cache[i][1], v), 2)
            cache[i] = k, v
        group = config.head_count // config.kv_head_count
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        scores = torch.matmul(q / math.sqrt(config.head_dim), k.transpose(2, 3))
        scores = scores + mask.to(scores.dtype)
        mixed = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(batch, count, config.dim)
        return functional.linear(mixed, p[f"blk.{i}.attn_output"])

    def _feed_forward(self, i, x):
        p = self.parameters
        gate = functional.silu(functional.linear(x, p[f"blk.{i}.ffn_gate"]))
        return functional.linear(gate * functional.linear(x, p[f"blk.{i}.ffn_up"]), p[f"blk.{i}.ffn_down"])
