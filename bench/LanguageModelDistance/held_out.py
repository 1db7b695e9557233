"""Prints conversations with tinychat from the held-out side of its data (models/tinychat/data.py), four turns each, an empty line between.

    python3 held_out.py > held-out.txt
"""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "models/tinychat"))
sys.dont_write_bytecode = True
import data

rng = random.Random(2026)
for _ in range(24):
    for _ in range(4):
        for message in data.plain_turn(rng, "test"):
            print(f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>")
    print()
