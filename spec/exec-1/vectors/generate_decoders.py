"""Writes llm: tiny language models as GGUF files, and decoders.json with the logits and the trace root of a text that each of them reads.

Whole decoders of section 14, computed from the text with the operators of the scripts beside this one, on exact fractions; no code of the
engine. Steps are counted as they are computed, because the leaves of the trace name them.
"""
import hashlib
import json
import random
import struct
from fractions import Fraction

from generate_causal import attention, rms_norm, rotate
from generate_functions import add, div, f32, gelu_tanh, mul, silu, sqrt, tanh
from generate_operators import Tensor, dot, layer_norm, linear, merkle, rows, softmax, tiles, total
from generate_stored import Stored, linear as stored_linear, quantize, read_half, signed

VOCABULARY, HEADS, BLOCKS, POSITIONS = 23, 4, 2, 40
TOKENS = [(position * position * 7 + 3) % VOCABULARY for position in range(36)]
RMS, LAYER = "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"
TYPES = {"f32": 0, "q8_0": 8}


class Model:
    """The numbers of a model, its weights, and the file that holds them."""

    def __init__(self, name, architecture, width=24, inner=36, kv_heads=2, epsilon=RMS, encoding="f32", **settings):
        self.name, self.architecture, self.encoding, self.width, self.inner = name, architecture, encoding, width, inner
        self.head, self.kv_heads, self.keys = width // HEADS, kv_heads, width // HEADS * kv_heads
        self.random = random.Random(name)
        self.settings = {"context_length": POSITIONS, "embedding_length": width, "block_count": BLOCKS, "feed_forward_length": inner,
                         "attention.head_count": HEADS, "attention.head_count_kv": kv_heads, epsilon: f32(Fraction(1, 10 ** 5))}
        self.settings |= {key.replace("__", "."): value for key, value in settings.items()}
        self.tensors = {}
        self.add_tensors()

    def is_one_of(self, *architectures):
        return self.architecture in architectures

    def add_tensors(self):
        self.add("token_embd.weight", VOCABULARY, self.width)
        if self.is_one_of("gpt2"):
            self.add("position_embd.weight", POSITIONS, self.width)
        for block in range(BLOCKS):
            self.add_attention(f"blk.{block}.")
            self.add_feed_forward(f"blk.{block}.")
        self.add_map("output_norm", self.width)
        if not self.is_one_of("gemma2", "gpt2"):
            self.add("output.weight", VOCABULARY, self.width)

    def add_attention(self, block):
        self.add_map(block + "attn_norm", self.width)
        parts = [("qkv", self.width + 2 * self.keys)] if self.is_one_of("gpt2") else [("q", self.width), ("k", self.keys), ("v", self.keys)]
        for part, outputs in parts:
            self.add_map(f"{block}attn_{part}", outputs, self.width)
        for part in ["q", "k"] if self.is_one_of("qwen3") else []:
            self.add_map(f"{block}attn_{part}_norm", self.head)
        self.add_map(block + "attn_output", self.width, self.width)
        if self.is_one_of("gemma2"):
            self.add_map(block + "post_attention_norm", self.width)

    def add_feed_forward(self, block):
        experts = [self.settings["expert_count"]] if "expert_count" in self.settings else []
        self.add_map(block + "ffn_norm", self.width)
        if experts:
            self.add(block + "ffn_gate_inp.weight", *experts, self.width)
        end = "_exps" if experts else ""
        for part in ["up"] if self.is_one_of("gpt2") else ["gate", "up"]:
            self.add_map(f"{block}ffn_{part}{end}", *experts, self.inner, self.width)
        self.add_map(f"{block}ffn_down{end}", *experts, self.width, self.inner)
        if self.is_one_of("gemma2"):
            self.add_map(block + "post_ffw_norm", self.width)

    def add_map(self, name, *shape):
        """A linear map or a norm; all of gpt2's have a bias."""
        self.add(name + ".weight", *shape)
        if self.is_one_of("gpt2"):
            self.add(name + ".bias", shape[0])

    def add(self, name, *shape):
        count = 1
        for dimension in shape:
            count *= dimension
        if self.encoding == "f32" or len(shape) == 1:
            spread = 1.0 if len(shape) == 1 else 0.4
            self.tensors[name] = Tensor(shape, [f32(Fraction(self.random.uniform(-spread, spread))) for _ in range(count)])
        else:
            self.tensors[name] = Stored(self.encoding, shape, b"".join(self.block() for _ in range(count // 32)))

    def block(self):
        return struct.pack("<e", self.random.uniform(0.001, 0.004)) + bytes(self.random.randrange(256) for _ in range(32))

    def file(self):
        entries = {"general.architecture": self.architecture} | {f"{self.architecture}.{key}": value for key, value in self.settings.items()}
        head = b"GGUF" + struct.pack("<IQQ", 3, len(self.tensors), len(entries))
        for key, value in entries.items():
            head += string(key) + entry(value)
        data = b""
        for name, tensor in self.tensors.items():
            kind = TYPES[getattr(tensor, "type", "f32")]
            head += string(name) + struct.pack(f"<I{len(tensor.shape)}QIQ", len(tensor.shape), *reversed(tensor.shape), kind, len(data))
            data += padded(tensor.bytes())
        return padded(head) + data


def string(text):
    return struct.pack("<Q", len(text)) + text.encode("ascii")


def entry(value):
    if isinstance(value, str):
        return struct.pack("<I", 8) + string(value)
    return struct.pack("<If", 6, value) if isinstance(value, float) else struct.pack("<II", 4, value)


def padded(data):
    return data + bytes(-len(data) % 32)


def zipped(f, x, y):
    return Tensor(x.shape, [f(a, b) for a, b in zip(x.values, y.values)])


def mapped(f, x):
    return Tensor(x.shape, [f(v) for v in x.values])


class Reading:
    """A model reading a text: every value has a row for each position."""

    def __init__(self, model):
        self.model, self.steps, self.traced, self.quantized = model, 0, [], {}

    def step(self, value, count=1):
        self.steps += count
        return value

    def tensor(self, name):
        return self.model.tensors.get(name)

    def setting(self, key, otherwise=0):
        return self.model.settings.get(key, otherwise)

    def logits(self):
        x = self.embedding()
        for block in range(BLOCKS):
            x = self.block(block, x)
            self.traced.append((self.steps - 1, x))
        output = self.tensor("output.weight") or self.tensor("token_embd.weight")
        logits = self.product(self.norm(x, "output_norm"), output)
        cap = self.setting("final_logit_softcapping")
        return self.step(mapped(lambda v: mul(tanh(div(v, cap)), cap), logits), 3) if cap else logits

    def embedding(self):
        table, width = self.tensor("token_embd.weight"), self.model.width
        widened = table.values if self.model.encoding == "f32" else \
            [mul(read_half(table.data, at), float(signed(b))) for at in range(0, len(table.data), 34) for b in table.data[at + 2:at + 34]]
        x = self.step(Tensor([len(TOKENS), width], [v for token in TOKENS for v in widened[token * width:(token + 1) * width]]))
        if self.model.is_one_of("gemma2"):
            x = self.step(mapped(lambda v: mul(v, sqrt(float(width))), x))
        if self.model.is_one_of("gpt2"):
            x = self.step(zipped(add, x, self.step(Tensor(x.shape, self.tensor("position_embd.weight").values[:len(x.values)]))))
        return x

    def block(self, index, x):
        name = f"blk.{index}."
        y = self.attention(index, name, self.norm(x, name + "attn_norm"))
        y = self.step(zipped(add, x, self.post_norm(y, name + "post_attention_norm")))
        f = self.norm(y, name + "ffn_norm")
        h = self.experts(name, f) if "expert_count" in self.model.settings else self.feed_forward(name, f)
        return self.step(zipped(add, y, self.post_norm(h, name + "post_ffw_norm")))

    def attention(self, index, name, a):
        model = self.model
        q, k, v = self.projections(name, a)
        window = self.setting("attention.sliding_window") if not model.is_one_of("gemma2") or index % 2 == 0 else 0
        q, k = (self.rope(self.head_norm(y, f"{name}attn_{part}_norm")) for y, part in ((q, "q"), (k, "k")))
        scale = div(1.0, sqrt(float(model.head)))
        m = self.step(attention(q, k, v, HEADS, model.kv_heads, model.head, scale, window, self.setting("attn_logit_softcapping")))
        return self.linear(m, name + "attn_output")

    def projections(self, name, a):
        if not self.model.is_one_of("gpt2"):
            return [self.linear(a, name + part) for part in ("attn_q", "attn_k", "attn_v")]
        all, width, keys = self.step(linear(a, self.tensor(name + "attn_qkv.weight"), self.tensor(name + "attn_qkv.bias")), 3), self.model.width, self.model.keys
        ends = [0, width, width + keys, width + 2 * keys]
        return [Tensor([len(TOKENS), end - start], [v for row in rows(all) for v in row[start:end]]) for start, end in zip(ends, ends[1:])]

    def head_norm(self, x, name):
        return self.norm(x, name) if self.model.is_one_of("qwen3") else x

    def rope(self, x):
        if self.model.is_one_of("gpt2"):
            return x
        halves = not self.model.is_one_of("llama")
        return self.step(rotate(x, self.model.head, self.model.head, self.setting("rope.freq_base", 10000.0), halves))

    def feed_forward(self, name, f):
        up = lambda: self.linear(f, name + "ffn_up")
        h = self.activation(up()) if self.model.is_one_of("gpt2") else self.step(zipped(mul, self.activation(self.linear(f, name + "ffn_gate")), up()))
        return self.linear(h, name + "ffn_down")

    def experts(self, name, f):
        used, inner, width = self.setting("expert_used_count"), self.model.inner, self.model.width
        chosen = []
        for shares in rows(self.step(softmax(self.linear(f, name + "ffn_gate_inp")))):
            best = sorted(range(len(shares)), key=lambda e: -shares[e])[:used]
            z = total([shares[e] for e in best])
            chosen.append([(e, div(shares[e], z)) for e in best])
        self.step(None, 4)  # TopK, ReduceSum, Div, Unsqueeze
        row_of = lambda part, e, size: rows(self.tensor(f"{name}ffn_{part}_exps.weight"))[e * size:(e + 1) * size]
        result = []
        for row, pairs in zip(rows(f), chosen):
            weighed = []
            for e, share in pairs:
                gate, up = ([dot(row, w) for w in row_of(part, e, inner)] for part in ("gate", "up"))
                h = [mul(silu(g), u) for g, u in zip(gate, up)]
                weighed.append([mul(dot(h, w), share) for w in row_of("down", e, width)])
            result += [total(column) for column in zip(*weighed)]
        return self.step(Tensor([len(TOKENS), width], result), 7)  # three ExpertLinear, Silu, Mul, Mul, ReduceSum

    def activation(self, x):
        return self.step(mapped(gelu_tanh if self.model.is_one_of("gemma2", "gpt2") else silu, x))

    def post_norm(self, x, name):
        return self.norm(x, name) if self.model.is_one_of("gemma2") else x

    def norm(self, x, name):
        gain = self.tensor(name + ".weight")
        if LAYER in self.model.settings:
            return self.step(layer_norm(x, gain, self.tensor(name + ".bias"), self.setting(LAYER)))
        return self.step(rms_norm(x, gain, self.setting(RMS)))

    def linear(self, x, name):
        return self.product(x, self.tensor(name + ".weight"), self.tensor(name + ".bias"))

    def product(self, x, weight, bias=None):
        if isinstance(weight, Tensor):
            return self.step(linear(x, weight, bias))
        if id(x) not in self.quantized:
            self.quantized[id(x)] = x, self.step(quantize(x))  # x is kept: its id stands for it
        return self.step(stored_linear(*self.quantized[id(x)][1], weight.type, weight, bias))

    def trace_root(self):
        leaves = []
        for position in range(len(TOKENS)):
            content = b"\x00"
            for step, value in self.traced:
                row = Tensor([self.model.width], rows(value)[position])
                content += struct.pack(">II", step, 0) + tiles(row.bytes()) + f"f32[{self.model.width}]".encode("ascii")
            leaves.append(hashlib.sha256(content).digest())
        return merkle(leaves).hex()


def models():
    yield Model("llama", "llama", rope__freq_base=500000.0)
    yield Model("llama-q8_0", "llama", width=32, inner=64, encoding="q8_0")
    yield Model("mixtral", "llama", inner=12, expert_count=4, expert_used_count=2)
    yield Model("qwen3", "qwen3", kv_heads=1, rope__freq_base=1000000.0)
    yield Model("gemma2", "gemma2", attention__sliding_window=5, attn_logit_softcapping=5.0, final_logit_softcapping=3.0)
    yield Model("gpt2", "gpt2", kv_heads=4, epsilon=LAYER)


def vector(model):
    reading = Reading(model)
    logits, file = reading.logits(), model.file()
    with open(f"llm/{model.name}.gguf", "wb") as output:
        output.write(file)
    return {"model": model.name + ".gguf", "sha256": hashlib.sha256(file).hexdigest(), "tokens": TOKENS,
            "logits": [Tensor([VOCABULARY], row).bytes().hex() for row in rows(logits)], "traceRoot": reading.trace_root()}


if __name__ == "__main__":
    vectors = [vector(model) for model in models()]
    with open("llm/decoders.json", "w", encoding="ascii") as file:
        json.dump(vectors, file, indent=1)
        file.write("\n")
