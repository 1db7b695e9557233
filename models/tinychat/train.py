"""Trains tinychat from scratch on generated conversations, on two CPU processes.

    nice -n 10 python3 train.py --steps 6000 --work WORK      writes WORK/checkpoint.pt, and tokenizer.json if absent

Only assistant tokens carry loss. Matrices of the blocks are updated by Muon, the rest by Adam; both run at a
constant rate that decays linearly over the last part of the run. `--resume` continues from a checkpoint.
"""
import argparse
import itertools
import os
import pathlib
import time

import torch
import torch.distributed as distributed
from torch.nn import functional

import data
from model import Config, Llama, initial_parameters
from tokenizer import Tokenizer, encode_for_training, learn_merges, render, VOCAB_SIZE

SEED = 20261122
PROCESS_COUNT = 2
CONVERSATIONS_PER_STEP = 40
MICRO_BATCHES = 4               # conversations are sorted by length, so padding stays small
MUON_RATE, ADAM_RATE = 0.02, 0.003
DECAY_SHARE, WARMUP_STEPS = 0.6, 40
TOKENIZER_PATH = pathlib.Path(__file__).with_name("tokenizer.json")


def load_tokenizer():
    """The tokenizer beside this file, learned from 6,000 conversations if it is not there yet."""
    if not TOKENIZER_PATH.exists():
        sample = itertools.islice(data.conversations(SEED), 6000)
        Tokenizer(learn_merges([render(*conversation) for conversation in sample], VOCAB_SIZE - 259)).save(TOKENIZER_PATH)
    return Tokenizer.load(TOKENIZER_PATH)


def encoded_conversations(tokenizer, seed, context_length):
    for messages, tools in data.conversations(seed):
        ids, mask = encode_for_training(tokenizer, messages, tools)
        if len(ids) <= context_length:
            yield ids, mask


def padded(examples):
    """Inputs, targets; a target of -1 carries no loss."""
    width = max(len(ids) for ids, _ in examples) - 1
    inputs = torch.zeros(len(examples), width, dtype=torch.long)
    targets = torch.full((len(examples), width), -1)
    for row, (ids, mask) in enumerate(examples):
        inputs[row, : len(ids) - 1] = torch.tensor(ids[:-1])
        targets[row, : len(ids) - 1] = torch.where(torch.tensor(mask[1:]), torch.tensor(ids[1:]), -1)
    return inputs, targets


def micro_batches(examples, rank):
    """This process's share of the examples: every second one in order of length, so both processes have equal work."""
    examples = sorted(examples, key=lambda example: len(example[0]))[rank::PROCESS_COUNT]
    size = len(examples) // MICRO_BATCHES
    return [padded(examples[i * size : (i + 1) * size]) for i in range(MICRO_BATCHES)]


def loss_of(model, inputs, targets):
    """Summed cross entropy; logits are computed only where there is a target."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.hidden(inputs)
        spoken = targets >= 0
        logits = model.logits(hidden[spoken])
    return functional.cross_entropy(logits.float(), targets[spoken], reduction="sum")


def orthogonalized(matrix):
    """Newton-Schulz iteration of Muon: about U V^T of the singular value decomposition."""
    x = matrix / (matrix.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.T if tall else x


class Optimizer:
    """Muon for block matrices, Adam for embeddings, output and gains. Each process orthogonalises its share."""

    def __init__(self, parameters, rank):
        self.parameters, self.rank, self.step_count = parameters, rank, 0
        self.matrices = [name for name, p in parameters.items() if name.startswith("blk.") and p.dim() == 2]
        self.others = [name for name in parameters if name not in self.matrices]
        self.momentum = {name: torch.zeros_like(p) for name, p in parameters.items()}
        self.variance = {name: torch.zeros_like(parameters[name]) for name in self.others}

    def step(self, gradients, scale):
        self.step_count += 1
        self._muon(gradients, MUON_RATE * scale)
        self._adam(gradients, ADAM_RATE * scale)

    def _muon(self, gradients, rate):
        updates = {name: torch.zeros_like(gradients[name]) for name in self.matrices}
        for i, name in enumerate(self.matrices):
            self.momentum[name].mul_(0.95).add_(gradients[name])
            if i % PROCESS_COUNT == self.rank:
                direction = orthogonalized(gradients[name] + 0.95 * self.momentum[name])
                updates[name] = direction * max(1, direction.shape[0] / direction.shape[1]) ** 0.5
        all_reduce(updates)
        for name in self.matrices:
            self.parameters[name].data.mul_(1 - rate * 0.01).sub_(updates[name], alpha=rate)

    def _adam(self, gradients, rate):
        for name in self.others:
            first, second, gradient = self.momentum[name], self.variance[name], gradients[name]
            first.lerp_(gradient, 0.1)
            second.lerp_(gradient.square(), 0.02)
            unbiased = first / (1 - 0.9 ** self.step_count)
            deviation = (second / (1 - 0.98 ** self.step_count)).sqrt()
            self.parameters[name].data.sub_(rate * unbiased / (deviation + 1e-10))


def all_reduce(tensors):
    """Sums every tensor over the processes, in place, in one message."""
    flat = torch.cat([tensor.flatten() for tensor in tensors.values()])
    distributed.all_reduce(flat)
    for tensor, part in zip(tensors.values(), flat.split([tensor.numel() for tensor in tensors.values()])):
        tensor.copy_(part.view_as(tensor))


def rate_scale(step, steps):
    return min(1, (step + 1) / WARMUP_STEPS, (steps - step) / (steps * DECAY_SHARE))


def gradients_of(model, batches):
    """Gradient of the mean loss over all processes, and that loss."""
    count = sum(int((targets >= 0).sum()) for _, targets in batches)
    total = 0.0
    for inputs, targets in batches:
        loss = loss_of(model, inputs, targets)
        loss.backward()
        total += loss.item()
    sums = {name: p.grad for name, p in model.parameters.items()} | {"statistics": torch.tensor([total, float(count)])}
    all_reduce(sums)
    total, count = sums.pop("statistics").tolist()
    for p in model.parameters.values():
        p.grad = None
    return {name: gradient / count for name, gradient in sums.items()}, total / count


def save(path, model, record):
    parameters = {name: p.detach().clone() for name, p in model.parameters.items()}
    torch.save({"parameters": parameters, "record": record}, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def starting_point(config, resume):
    """(parameters, record of the training so far)."""
    if resume:
        checkpoint = torch.load(resume)
        return checkpoint["parameters"], checkpoint["record"]
    return initial_parameters(config, SEED), {"steps": 0, "training_tokens": 0, "wall_seconds": 0, "cpu_seconds": 0}


def run(rank, steps, work, resume):
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", rank=rank, world_size=PROCESS_COUNT)
    config = Config()
    parameters, record = starting_point(config, resume)
    parameters = {name: p.requires_grad_() for name, p in parameters.items()}
    model, optimizer = Llama(config, parameters), Optimizer(parameters, rank)
    # The seed moves with the steps already done, so that a continued run sees new conversations.
    examples = encoded_conversations(load_tokenizer(), SEED + 1 + record["steps"], config.context_length)
    started, cpu_started, token_count = time.time(), time.process_time(), 0
    for step in range(steps):
        drawn = list(itertools.islice(examples, CONVERSATIONS_PER_STEP))
        token_count += sum(len(ids) for ids, _ in drawn)
        gradients, loss = gradients_of(model, micro_batches(drawn, rank))
        optimizer.step(gradients, rate_scale(step, steps))
        if rank == 0 and (step % 25 == 0 or step == steps - 1):
            print(f"step {step} loss {loss:.4f} tokens {token_count} wall {time.time() - started:.0f}s", flush=True)
        if rank == 0 and (step % 100 == 99 or step == steps - 1):
            cpu_seconds = (time.process_time() - cpu_started) * PROCESS_COUNT
            now = {"steps": step + 1, "training_tokens": token_count, "wall_seconds": round(time.time() - started),
                   "cpu_seconds": round(cpu_seconds)}
            totals = {key: record[key] + value for key, value in now.items()}
            save(work / "checkpoint.pt", model, {"seed": SEED, "final_loss": round(loss, 4)} | totals)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, default=6000)
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("work"))
    arguments.add_argument("--resume", type=pathlib.Path, help="a checkpoint to continue from, with fresh optimizer state")
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    load_tokenizer()
    # One thread per process, and freed memory stays with it: page faults cost more than the arithmetic otherwise.
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29581", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
                   "MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 32)}
    torch.multiprocessing.spawn(run, (options.steps, options.work, options.resume), nprocs=PROCESS_COUNT)


if __name__ == "__main__":
    main()
