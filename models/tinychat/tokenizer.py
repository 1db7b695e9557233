"""Byte-level BPE with the GPT-2 byte alphabet and the Qwen2 pre-tokenizer, and the ChatML renderer.

Vocabulary layout (768 entries): 0..255 the bytes, in the order of the GPT-2 alphabet; then one entry per
merge, in merge order; the three control tokens last. A GGUF reader with tokenizer.ggml.model="gpt2" and
tokenizer.ggml.pre="qwen2" reproduces `Tokenizer.encode`.
"""
import collections
import json
import pathlib

import jinja2
import regex

# llama.cpp, LLAMA_VOCAB_PRE_TYPE_QWEN2. Digits are split one by one, which is what makes arithmetic learnable.
PRE_TOKENIZER = regex.compile(
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
IM_START, IM_END, END_OF_TEXT = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
CONTROL_TOKENS = (END_OF_TEXT, IM_START, IM_END)
CONTROL_SPLIT = regex.compile("(" + "|".join(regex.escape(token) for token in CONTROL_TOKENS) + ")")
VOCAB_SIZE = 768
TEMPLATE_PATH = pathlib.Path(__file__).with_name("chat_template.jinja")


def byte_alphabet():
    """GPT-2's map from byte to printable character; its iteration order is the order of token ids 0..255."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}


BYTE_TO_CHAR = byte_alphabet()
SPACE = BYTE_TO_CHAR[ord(" ")]


def to_symbols(word):
    return [BYTE_TO_CHAR[byte] for byte in word.encode()]


def merge_pair(symbols, pair):
    merged, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == pair:
            merged.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def pairs_of(symbols):
    """The pairs of a word that may merge: a space joins letters only when they are the whole rest of the word.

    A name then has the same tokens after a space as inside JSON quotes, so that copying it into a tool call is easy.
    """
    for left, right in zip(symbols, symbols[1:]):
        if left != SPACE or len(symbols) == 2 or not right[0].isalpha():
            yield left, right


def learn_merges(texts, merge_count):
    """BPE training. Ties are broken by the pair itself, so the result does not depend on hash order."""
    counts = collections.Counter(
        word for text in texts for part in CONTROL_SPLIT.split(text)
        if part not in CONTROL_TOKENS for word in PRE_TOKENIZER.findall(part)
    )
    words = [(to_symbols(word), count) for word, count in sorted(counts.items())]
    merges = []
    while len(merges) < merge_count:
        pairs = collections.Counter()
        for symbols, count in words:
            for pair in pairs_of(symbols):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = [(merge_pair(symbols, best) if best[0] in symbols else symbols, count) for symbols, count in words]
    return merges


class Tokenizer:
    def __init__(self, merges):
        self.merges = [tuple(pair) for pair in merges]
        self.rank = {pair: i for i, pair in enumerate(self.merges)}
        self.tokens = [*BYTE_TO_CHAR.values(), *(a + b for a, b in self.merges), *CONTROL_TOKENS]
        self.id_of = {token: i for i, token in enumerate(self.tokens)}
        self.byte_of = {char: byte for byte, char in BYTE_TO_CHAR.items()}
        self._word_cache = {}

    @staticmethod
    def load(path):
        return Tokenizer(json.loads(pathlib.Path(path).read_text())["merges"])

    def save(self, path):
        pathlib.Path(path).write_text(json.dumps({"merges": self.merges}, ensure_ascii=False))

    def encode(self, text):
        """Token ids of rendered text; control tokens are recognised in it."""
        ids = []
        for part in CONTROL_SPLIT.split(text):
            if part in CONTROL_TOKENS:
                ids.append(self.id_of[part])
            else:
                for word in PRE_TOKENIZER.findall(part):
                    ids.extend(self._encode_word(word))
        return ids

    def decode(self, ids):
        """Text of the ids; control tokens are dropped."""
        chars = "".join(self.tokens[i] for i in ids if self.tokens[i] not in CONTROL_TOKENS)
        return bytes(self.byte_of[char] for char in chars).decode(errors="replace")

    def _encode_word(self, word):
        if word not in self._word_cache:
            symbols = to_symbols(word)
            while len(symbols) > 1:
                best = min(zip(symbols, symbols[1:]), key=lambda pair: self.rank.get(pair, len(self.rank)))
                if best not in self.rank:
                    break
                symbols = merge_pair(symbols, best)
            self._word_cache[word] = [self.id_of[symbol] for symbol in symbols]
        return self._word_cache[word]


def to_json(value):
    """JSON as chat templates write it (", " and ": " separators, keys in given order, no HTML escaping)."""
    return json.dumps(value, ensure_ascii=False)


def chat_template():
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = to_json
    return environment.from_string(TEMPLATE_PATH.read_text())


def render(messages, tools=None, add_generation_prompt=False, template=chat_template()):
    return template.render(messages=messages, tools=tools, add_generation_prompt=add_generation_prompt)


def encode_for_training(tokenizer, messages, tools):
    """Token ids and a parallel mask that is true where the assistant speaks (its <|im_end|> included)."""
    ids, mask = [], []
    rendered = render(messages, tools)
    header = f"{IM_START}assistant\n"
    for i, piece in enumerate(rendered.split(header)):
        reply, found, rest = piece.partition(IM_END) if i else ("", "", piece)
        spoken, context = tokenizer.encode(reply + found), tokenizer.encode(rest)
        prefix = tokenizer.encode(header) if i else []
        ids += prefix + spoken + context
        mask += [False] * len(prefix) + [True] * len(spoken) + [False] * len(context)
    return ids, mask
