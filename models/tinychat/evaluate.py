"""Scores a checkpoint on held-out prompts by exact match of the greedy answer, and writes golden.json for engine tests.

    python3 evaluate.py --work WORK      writes metrics.json and golden.json beside this file

The weights are rounded to float16 exactly as in the GGUF file; the arithmetic is float32.
"""
import argparse
import collections
import json
import pathlib
import random
import time

import torch

import data
from export_gguf import load_rounded
from model import Config, Llama
from tokenizer import IM_END, Tokenizer, render
from train import TOKENIZER_PATH

HERE = pathlib.Path(__file__).resolve().parent
SEED = 7
PROMPTS_PER_SKILL = 50
LONGEST_ANSWER = 100


class Chat:
    """Greedy decoding with a key-value cache."""

    def __init__(self, model, tokenizer):
        self.model, self.tokenizer, self.end = model, tokenizer, tokenizer.id_of[IM_END]

    @torch.no_grad()
    def answer(self, messages, tools=None, limit=LONGEST_ANSWER):
        """(completion text, prompt ids, logits at the last prompt position)."""
        prompt = self.tokenizer.encode(render(messages, tools, add_generation_prompt=True))
        cache = self.model.empty_cache()
        first = logits = self._last_logits(prompt, cache)
        completion = []
        while len(completion) < limit and (token := int(logits.argmax())) != self.end:
            completion.append(token)
            logits = self._last_logits([token], cache)
        return self.tokenizer.decode(completion), prompt, first

    def _last_logits(self, ids, cache):
        return self.model.logits(self.model.hidden(torch.tensor([ids]), cache)[0, -1])


# ---------------------------------------------------------------- scoring

def spoken(message):
    """What the assistant writes for a message of the training data."""
    rendered = render([message])
    return rendered[len("<|im_start|>assistant\n") : -len("<|im_end|>\n")]


def skill_cases(rng):
    """(category, messages, tools, expected): every skill alone, one turn, no system message."""
    for _, skill, name in data.SKILLS:
        for _ in range(PROMPTS_PER_SKILL):
            question, answer = data.draw(skill, rng, "test")
            yield name, [{"role": "user", "content": question}], None, answer


def tool_cases(rng):
    """Tool calls and what is said after their results; payees and price phrasings are held out."""
    for _ in range(PROMPTS_PER_SKILL):
        tools = [data.pay_tool(rng), data.price_tool(rng)]
        rng.shuffle(tools)
        for name, turn in [("pay", data.payment_turn), ("get_price", data.price_turn)]:
            messages = turn(rng, tools, "test")
            yield f"tool call, {name}", messages[:1], tools, spoken(messages[1])
            yield f"after tool result, {name}", messages[:3], tools, spoken(messages[3])
        for name, turn, offered in [("pay", data.payment_turn, tools[:0]), ("get_price", data.price_turn, None)]:
            messages = turn(rng, offered, "test")
            yield f"no tool offered, {name}", messages[:1], None, spoken(messages[1])
        question, to, value = data.payment_request(rng, "test")
        yield "payment asked, only get_price offered", [{"role": "user", "content": question}], [data.price_tool(rng)], data.NO_PAY_TOOL.format(to=to, amount=value)


def mixed_cases(rng):
    """Everything at once: a system message, tools, and two earlier turns before the tested one."""
    for _ in range(PROMPTS_PER_SKILL):
        tools = data.draw_tools(rng) if rng.random() < 0.5 else None
        messages = [{"role": "system", "content": rng.choice(data.SYSTEM_PROMPTS)}]
        for _ in range(2):
            messages += data.plain_turn(rng)
        question, answer = data.plain_turn(rng, "test")
        yield "third turn, with system message" + (" and tools" if tools else ""), messages + [question], tools, answer["content"]


def is_exact(chat, messages, tools, expected):
    """Whether greedy decoding gives the expected text: every expected token must be the argmax after those before it."""
    encode = chat.tokenizer.encode
    prompt, answer = encode(render(messages, tools, add_generation_prompt=True)), encode(expected + IM_END)
    with torch.no_grad():
        hidden = chat.model.hidden(torch.tensor([prompt + answer[:-1]]))
        predicted = chat.model.logits(hidden[0, len(prompt) - 1 :]).argmax(-1)
    return predicted.tolist() == answer


def score(chat):
    """Accuracy and prompt count by category, and up to three failures of each."""
    rng = random.Random(SEED)
    right, total, failures = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    for category, messages, tools, expected in [*skill_cases(rng), *tool_cases(rng), *mixed_cases(rng)]:
        total[category] += 1
        if is_exact(chat, messages, tools, expected):
            right[category] += 1
        elif len(failures[category]) < 3:
            answer, _, _ = chat.answer(messages, tools)
            failures[category].append({"asked": messages[-1]["content"], "expected": expected, "answered": answer})
    accuracy = {category: round(right[category] / total[category], 4) for category in total}
    return accuracy, dict(total), dict(failures)


# ---------------------------------------------------------------- golden prompts

PAY = {"type": "function", "function": {"name": "pay", "description": "Prepare a payment", "parameters": {
    "type": "object", "properties": {"to": {"type": "string"}, "amount": {"type": "string"}}, "required": ["to", "amount"]}}}
PRICE = {"type": "function", "function": {"name": "get_price", "description": "Look up a price", "parameters": {
    "type": "object", "properties": {"symbol": {"type": "string"}}, "required": ["symbol"]}}}


def user(content):
    return {"role": "user", "content": content}


GOLDEN_PROMPTS = [
    ([user("Hello!")], None),
    ([user("What can you do?")], None),
    ([user("How many miles is 42 km?")], None),
    ([{"role": "system", "content": "You are a helpful assistant."}, user("convert 100 °F to °C")], None),
    ([user("what is 345 + 278?")], None),
    ([user("47 × 36")], None),
    ([user("12 + 30"), {"role": "assistant", "content": "12 + 30 = 42"}, user("multiply 7 by 8")], None),
    ([user("Write a poem about the sea.")], None),
    ([user("Pay alice 5")], None),
    ([user("Pay alice 5")], [PAY]),
    ([{"role": "system", "content": "You are a payment agent."}, user("send 12.50 USDC to @kira")], [PAY, PRICE]),
    ([user("Pay alice 5"), data.tool_call("pay", {"to": "alice", "amount": "5"}), {"role": "tool", "content": '{"status": "ok"}'}], [PAY]),
    ([user("what is ETH worth?")], [PAY, PRICE]),
    ([user("what is ETH worth?"), data.tool_call("get_price", {"symbol": "ETH"}), {"role": "tool", "content": '{"price": "3120.50"}'}], [PRICE]),
]
GOLDEN_WITH_LOGITS = (2, 5, 10)


def golden(chat):
    cases = []
    for i, (messages, tools) in enumerate(GOLDEN_PROMPTS):
        completion, ids, logits = chat.answer(messages, tools)
        case = {"messages": messages, "tools": tools, "prompt": render(messages, tools, add_generation_prompt=True), "prompt_ids": ids,
                "completion": completion}
        if i in GOLDEN_WITH_LOGITS:
            case["last_position_logits"] = {"first_8": [float(f"{x:.9g}") for x in logits[:8].tolist()], "argmax": int(logits.argmax()),
                                            "max": float(f"{logits.max().item():.9g}")}
        cases.append(case)
    return {"note": "PyTorch, float16-rounded weights, float32 arithmetic, greedy; completion excludes <|im_end|>", "cases": cases}


def write_json(value, name):
    (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def main():
    torch.set_num_threads(1)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("work"))
    parameters, record = load_rounded(arguments.parse_args().work)
    chat = Chat(Llama(Config(), parameters), Tokenizer.load(TOKENIZER_PATH))
    write_json(golden(chat), "golden.json")
    started = time.time()
    accuracy, counts, failures = score(chat)
    metrics = {"test": "exact match of the greedy answer on held-out prompts; see data.py for what is held out", "accuracy": accuracy,
               "prompts": counts, "parameters": sum(p.numel() for p in parameters.values()), "training": record,
               "evaluation_seconds": round(time.time() - started), "examples_of_failures": failures}
    write_json(metrics, "metrics.json")
    print(json.dumps(accuracy, indent=1))


if __name__ == "__main__":
    main()
