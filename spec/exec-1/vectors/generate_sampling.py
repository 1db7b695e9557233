"""Writes sampling.json: exec-1 section 15, from settings and a row of logits to the token, on exact fractions and whole numbers.

It shares no code with the engine. Texts are JSON; logits are bits.
"""
import hashlib
import json
import pathlib
import random
import struct
from fractions import Fraction
from math import floor

from generate_functions import INF, add, bits_to_float, div, exp, f32, log, mul, to_bits

LEAST = -9999.0


def u32be(part):
    return struct.pack(">I", len(part)) + part


def seed_of(client, provider, seed):
    return hashlib.sha256(b"og-sample-1" + u32be(client) + u32be(provider) + u32be(seed.encode())).digest()


def chacha8(seed):
    """c2sp.org/chacha8rand: 64-bit numbers."""
    rotate = lambda x, n: ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF
    while True:
        key = struct.unpack("<8I", seed)
        blocks = []
        for counter in range(16):
            x = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *key, counter, 0, 0, 0]

            def quarter(a, b, c, d):
                for first, second, third, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                    x[first] = (x[first] + x[second]) & 0xFFFFFFFF
                    x[third] = rotate(x[third] ^ x[first], n)

            for _ in range(4):
                for i in range(4):
                    quarter(i, 4 + i, 8 + i, 12 + i)
                for i in range(4):
                    quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
            for i in range(8):
                x[4 + i] = (x[4 + i] + key[i]) & 0xFFFFFFFF
            blocks.append(x)
        words = [blocks[group + lane][word] for group in range(0, 16, 4) for word in range(16) for lane in range(4)]
        for i in range(0, 248, 2):
            yield words[i] | words[i + 1] << 32
        seed = struct.pack("<8I", *words[248:])


def number(text):
    return f32(Fraction(text), text.startswith("-"))


def clean(x):
    return -INF if x != x else x


def minus(x, y):
    return add(x, -y)


def change(row, settings, prompt, answer):
    row = list(row)
    repetition, frequency, presence = (number(settings[name]) for name in ("repetitionPenalty", "frequencyPenalty", "presencePenalty"))
    for token in sorted(set(prompt) | set(answer)):
        if token >= len(row):
            continue
        row[token] = div(row[token], repetition) if row[token] > 0 else mul(row[token], repetition)
        count = answer.count(token)
        if count:
            row[token] = minus(minus(row[token], mul(frequency, float(count))), presence)
    for token, bias in json.loads(settings["bias"] or "{}", parse_float=str, parse_int=str).items():
        if int(token) < len(row):
            row[int(token)] = add(row[int(token)], number(bias))
    return row


def choose(row, settings, prompt, answer, stream):
    if any(settings[name] != plain for name, plain in (("repetitionPenalty", "1"), ("frequencyPenalty", "0"), ("presencePenalty", "0"), ("bias", ""))):
        row = change(row, settings, prompt, answer)
    row = [clean(x) for x in row]
    temperature, greatest = number(settings["temperature"]), max(row)
    if temperature == 0:
        return row.index(greatest)
    candidates = []
    for token, x in enumerate(row):
        e = 1.0 if x == greatest else exp(div(minus(x, greatest), temperature))
        weight = 0 if e != e else floor(Fraction(e) * 2**31)
        if weight:
            candidates.append((-x, token, weight))
    candidates.sort()
    if int(settings["topK"]):
        candidates = candidates[: int(settings["topK"])]
    share, total, kept, weights = floor(Fraction(number(settings["topP"])) * 2**32), sum(c[2] for c in candidates), 0, 0
    while kept == 0 or (kept < len(candidates) and weights * 2**32 < share * total):
        weights += candidates[kept][2]
        kept += 1
    least = floor(Fraction(number(settings["minP"])) * 2**32)
    while 2 * candidates[kept - 1][2] < least:
        kept -= 1
    candidates = candidates[:kept]
    place, weights = next(stream) * sum(c[2] for c in candidates) >> 64, 0
    for _, token, weight in candidates:
        weights += weight
        if weights > place:
            return token


def logprobs(row, token, count):
    row = [clean(x) for x in row]
    greatest = max(row)
    below = lambda x: 0.0 if x == greatest else minus(x, greatest)
    total = log(mul(f32(Fraction(sum(floor(Fraction(exp(below(x))) * 2**40) for x in row))), 2.0**-40))
    value = lambda t: max(minus(below(row[t]), total), LEAST)
    top = sorted(range(len(row)), key=lambda t: (-row[t], t))[:count]
    return {"chosen": to_bits(value(token)), "top": [[t, to_bits(value(t))] for t in top]}


def settings_of(draw):
    decimal = lambda low, high: f"{draw.randrange(round(low * 100), round(high * 100) + 1) / 100:g}"
    return {
        "temperature": draw.choice(["0", "1", "0.7", "1e-3", decimal(0.1, 3)]),
        "topP": draw.choice(["1", "0.9", decimal(0, 1)]),
        "topK": draw.choice(["0", "0", "1", "5"]),
        "minP": draw.choice(["0", "0.05", decimal(0, 1)]),
        "presencePenalty": draw.choice(["0", decimal(-2, 2)]),
        "frequencyPenalty": draw.choice(["0", decimal(-2, 2)]),
        "repetitionPenalty": draw.choice(["1", "1.1", decimal(0.1, 2)]),
        "bias": draw.choice(["", '{"3": -100, "0":1.25}', '{"7":5e-1,"99":3}']),
    }


def case(draw, number_of_case):
    special = [0x7FC00000, 0x7F800000, 0xFF800000, 0x80000000]
    tokens = draw.choice([3, 12, 40])
    rows = []
    for _ in range(6):
        row = [to_bits(f32(Fraction(draw.randrange(-4000, 4000), 400))) for _ in range(tokens)]
        if draw.random() < 0.3:
            row[draw.randrange(tokens)] = draw.choice(special)
        rows.append(row)
    settings, client, provider = settings_of(draw), draw.randbytes(draw.choice([0, 16])), draw.randbytes(draw.choice([32, 256]))
    seed, prompt = draw.choice(["", "7", "-12"]), [draw.randrange(tokens) for _ in range(3)]
    stream, answer, told = chacha8(seed_of(client, provider, seed)), [], []
    for row in rows:
        values = [bits_to_float(bits) for bits in row]
        token = choose(values, settings, prompt, answer, stream)
        told.append(logprobs(values, token, 2))
        answer.append(token)
    return {
        "name": f"case {number_of_case}", "settings": settings, "clientNonce": client.hex(), "providerPart": provider.hex(), "seed": seed,
        "prompt": prompt, "logits": rows, "tokens": answer, "logprobs": told,
    }


if __name__ == "__main__":
    draw = random.Random(15)
    text = ",\n".join(json.dumps(case(draw, i), separators=(",", ":")) for i in range(120))
    pathlib.Path(__file__).with_name("sampling.json").write_text(f"[\n{text}\n]\n")
