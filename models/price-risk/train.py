"""price-risk: from the last hour of one-minute candles to the volatility of the next hour.

Trained on simulated markets only: stochastic volatility around a switching regime, with leverage, jumps that
feed back into volatility, and volume that follows activity. It has never seen a real price and is no trading advice.

    input   candles     float32 [batch, 60, 5]   open, high, low, close, volume; any price unit, oldest first
    output  volatility  float32 [batch, 1]       standard deviation of the log-return of the next hour (0.01 = 1 %)

The network sees only ratios, and its output is the mean candle range of the window times a learned positive factor.
Measured numbers are in metrics.json.
"""
import pathlib
import sys
import time

import numpy as np
import torch
from onnx import helper
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import onnx_export

SEED = 20261122
MINUTES, SUBSTEPS = 60, 10
TRAIN_COUNT, TEST_COUNT = 60_000, 10_000
EPOCHS, BATCH, RATE = 30, 256, 2e-3
HIDDEN = (128, 64)
# Log of the variance per minute in a calm, a normal and a stressed market (0.02 %, 0.06 %, 0.2 % per minute).
REGIME_LOG_VARIANCE = 2 * np.log([0.0002, 0.0006, 0.002])
REGIME_SWITCH_PER_MINUTE = 1 / 240
REVERSION_PER_MINUTE, LOG_VARIANCE_NOISE = 0.02, 0.12
LEVERAGE = -0.08                 # a fall by one standard deviation raises log-variance by this much
JUMP_PER_MINUTE, JUMP_DEVIATIONS, JUMP_ECHO = 1 / 240, 6.0, 0.8
EPSILON = 1e-8


# ---------------------------------------------------------------- simulated markets

def simulate(rng, count):
    """(candles [count, 60, 5] float32, realised volatility of the following hour [count] float32)."""
    regime = rng.integers(0, 3, count)
    stationary = LOG_VARIANCE_NOISE / np.sqrt(2 * REVERSION_PER_MINUTE)
    log_variance = REGIME_LOG_VARIANCE[regime] + stationary * rng.standard_normal(count)
    log_price = rng.uniform(np.log(0.01), np.log(100_000), count)
    turnover = np.exp(rng.normal(6, 2, count))
    candles, next_variance = np.empty((count, MINUTES, 5)), np.zeros(count)
    for minute in range(2 * MINUTES):
        path, log_variance, regime = simulate_minute(rng, log_price, log_variance, regime)
        if minute < MINUTES:
            candles[:, minute] = candle(rng, log_price, path, log_variance, turnover)
        else:
            next_variance += (np.diff(path, axis=1, prepend=log_price[:, None]) ** 2).sum(1)
        log_price = path[:, -1]
    return candles.astype(np.float32), np.sqrt(next_variance).astype(np.float32)


def simulate_minute(rng, log_price, log_variance, regime):
    """The log-price at each sub-step, and log-variance and regime after the minute."""
    count = len(log_price)
    deviation = np.exp(log_variance / 2)
    steps = rng.standard_normal((count, SUBSTEPS)) * (deviation / np.sqrt(SUBSTEPS))[:, None]
    shock = steps.sum(1) / deviation
    jumped = rng.random(count) < JUMP_PER_MINUTE
    steps[np.arange(count), rng.integers(0, SUBSTEPS, count)] += jumped * deviation * JUMP_DEVIATIONS * rng.standard_normal(count)
    switched = rng.random(count) < REGIME_SWITCH_PER_MINUTE
    regime = np.where(switched, rng.integers(0, 3, count), regime)
    pull = REVERSION_PER_MINUTE * (REGIME_LOG_VARIANCE[regime] - log_variance)
    noise = LOG_VARIANCE_NOISE * rng.standard_normal(count)
    return log_price[:, None] + steps.cumsum(1), log_variance + pull + noise + LEVERAGE * shock + JUMP_ECHO * jumped, regime


def candle(rng, log_open, path, log_variance, turnover):
    prices = np.exp(np.concatenate((log_open[:, None], path), 1))
    activity = np.exp(0.35 * (log_variance - REGIME_LOG_VARIANCE[1]) + 0.4 * rng.standard_normal(len(turnover)))
    return np.stack((prices[:, 0], prices.max(1), prices.min(1), prices[:, -1], turnover * activity), 1)


# ---------------------------------------------------------------- model

class PriceRisk(nn.Module):
    """The same computation as `graph`, in torch."""

    def __init__(self):
        super().__init__()
        feature_count = (MINUTES - 1) + MINUTES + MINUTES + 1
        self.hidden1, self.hidden2 = nn.Linear(feature_count, HIDDEN[0]), nn.Linear(HIDDEN[0], HIDDEN[1])
        self.factor = nn.Linear(HIDDEN[1], 1)

    def forward(self, candles):
        _, high, low, close, volume = candles.unbind(2)
        returns = (close[:, 1:] - close[:, :-1]) / close[:, :-1]
        ranges = (high - low) / close
        scale = ranges.mean(1, keepdim=True) + EPSILON
        relative_volume = volume / (volume.mean(1, keepdim=True) + EPSILON)
        features = torch.cat((returns / scale, ranges / scale, relative_volume, torch.tanh(scale * 200)), 1)
        x = functional.relu(self.hidden1(features))
        x = functional.relu(self.hidden2(x))
        return functional.softplus(self.factor(x)) * scale


def train(candles, volatility):
    torch.manual_seed(SEED)
    model = PriceRisk()
    nn.init.constant_(model.factor.bias, 5.0)  # about range to hourly deviation
    optimizer = torch.optim.Adam(model.parameters(), RATE, weight_decay=1e-5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(candles)).split(BATCH):
            loss = (model(candles[batch])[:, 0].log() - volatility[batch].log()).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    return model


# ---------------------------------------------------------------- export

def graph(model):
    node = helper.make_node
    column = lambda name, i: node("Slice", ["candles", f"column_{i}", f"column_{i + 1}", "axis_2"], [f"{name}_column"], f"slice_{name}")
    flat = lambda name: node("Flatten", [f"{name}_column"], [name], f"flatten_{name}", axis=1)
    nodes = [make(*spec) for spec in [("high", 1), ("low", 2), ("close", 3), ("volume", 4)] for make in (column, lambda name, _: flat(name))]
    nodes += [
        node("Slice", ["close", "first_minute", "last_minute", "axis_1"], ["close_before"], "slice_close_before"),
        node("Slice", ["close", "second_minute", "end_minute", "axis_1"], ["close_after"], "slice_close_after"),
        node("Sub", ["close_after", "close_before"], ["close_change"], "subtract_closes"),
        node("Div", ["close_change", "close_before"], ["returns"], "divide_returns"),
        node("Sub", ["high", "low"], ["high_low"], "subtract_high_low"),
        node("Div", ["high_low", "close"], ["ranges"], "divide_ranges"),
        node("ReduceMean", ["ranges"], ["mean_range"], "mean_range", axes=[1], keepdims=1),
        node("Add", ["mean_range", "epsilon"], ["scale"], "add_epsilon_to_range"),
        node("ReduceMean", ["volume"], ["mean_volume"], "mean_volume", axes=[1], keepdims=1),
        node("Add", ["mean_volume", "epsilon"], ["positive_mean_volume"], "add_epsilon_to_volume"),
        node("Div", ["volume", "positive_mean_volume"], ["relative_volume"], "divide_volume"),
        node("Div", ["returns", "scale"], ["scaled_returns"], "scale_returns"),
        node("Div", ["ranges", "scale"], ["scaled_ranges"], "scale_ranges"),
        node("Mul", ["scale", "level_gain"], ["level_input"], "amplify_level"),
        node("Tanh", ["level_input"], ["level"], "bound_level"),
        node("Concat", ["scaled_returns", "scaled_ranges", "relative_volume", "level"], ["features"], "concat_features", axis=1),
        node("Gemm", ["features", "hidden1.weight", "hidden1.bias"], ["hidden1"], "hidden1", transB=1),
        node("Relu", ["hidden1"], ["hidden1_relu"], "hidden1_relu"),
        node("Gemm", ["hidden1_relu", "hidden2.weight", "hidden2.bias"], ["hidden2"], "hidden2", transB=1),
        node("Relu", ["hidden2"], ["hidden2_relu"], "hidden2_relu"),
        node("Gemm", ["hidden2_relu", "factor.weight", "factor.bias"], ["log_factor"], "factor", transB=1),
        node("Softplus", ["log_factor"], ["factor"], "factor_softplus"),
        node("Mul", ["factor", "scale"], ["volatility"], "scale_volatility"),
    ]
    constants = {name: tensor.detach().numpy() for name, tensor in model.named_parameters()}
    constants |= {f"column_{i}": np.array([i], np.int64) for i in range(1, 6)}
    constants |= {"axis_1": np.array([1], np.int64), "axis_2": np.array([2], np.int64)}
    minutes = {"first_minute": 0, "second_minute": 1, "last_minute": MINUTES - 1, "end_minute": MINUTES}
    constants |= {name: np.array([minute], np.int64) for name, minute in minutes.items()}
    constants |= {"epsilon": np.array([EPSILON], np.float32), "level_gain": np.array([200], np.float32)}
    return onnx_export.build(
        "price-risk", "Next-hour volatility from 60 one-minute candles; trained on simulated markets.",
        [("candles", ["batch", MINUTES, 5])], [("volatility", ["batch", 1])], nodes, constants)


# ---------------------------------------------------------------- evaluation

def mean_range(candles):
    return ((candles[:, :, 1] - candles[:, :, 2]) / candles[:, :, 3]).mean(1)


def baselines(train_candles, train_volatility, candles):
    """Predictions that need no training beyond one constant."""
    range_factor = np.exp(np.log(train_volatility / mean_range(train_candles)).mean())
    log_close = np.log(candles[:, :, 3].astype(np.float64))
    squared_returns = np.diff(log_close, axis=1) ** 2
    weights = 0.94 ** np.arange(MINUTES - 2, -1, -1)
    return {
        "constant": np.full(len(candles), np.exp(np.log(train_volatility).mean())),
        "realised volatility of the last hour": np.sqrt(squared_returns.mean(1) * MINUTES),
        "mean candle range times a fitted constant": mean_range(candles) * range_factor,
        "EWMA, decay 0.94 per minute": np.sqrt(squared_returns @ weights / weights.sum() * MINUTES),
    }


def score(prediction, volatility):
    error = np.log(prediction) - np.log(volatility)
    return {"rmse_log_volatility": round(float(np.sqrt((error ** 2).mean())), 4),
            "r2_log_volatility": round(float(1 - (error ** 2).mean() / np.log(volatility).var()), 4)}


def main():
    torch.set_num_threads(1)
    started = time.process_time()
    rng = np.random.default_rng(SEED)
    train_candles, train_volatility = simulate(rng, TRAIN_COUNT)
    test_candles, test_volatility = simulate(rng, TEST_COUNT)
    model = train(torch.from_numpy(train_candles), torch.from_numpy(train_volatility))
    with torch.no_grad():
        predicted = model(torch.from_numpy(test_candles)).numpy()
    exported = graph(model)
    evaluated = onnx_export.evaluate(exported, {"candles": test_candles})["volatility"]
    metrics = {
        "test": "10,000 simulated windows from the same simulator, never trained on",
        "model": score(predicted[:, 0], test_volatility),
        "baselines": {name: score(p, test_volatility) for name, p in baselines(train_candles, train_volatility, test_candles).items()},
        "parameters": sum(p.numel() for p in model.parameters()),
        "largest_relative_difference_onnx_in_numpy_to_torch": float(np.abs(evaluated / predicted - 1).max()),
        "seed": SEED, "train_windows": TRAIN_COUNT, "epochs": EPOCHS, "cpu_seconds": round(time.process_time() - started),
    }
    onnx_export.save(exported, HERE / "price-risk.onnx")
    onnx_export.save_json(metrics, HERE / "metrics.json")
    onnx_export.save_json({"inputs": [onnx_export.tensor_json("candles", test_candles[:1])]}, HERE / "sample-input.json")
    onnx_export.save_json({"relative_tolerance": 1e-4, "cases": [
        {"inputs": [onnx_export.tensor_json("candles", test_candles[i : i + 1])],
         "outputs": [onnx_export.tensor_json("volatility", predicted[i : i + 1])]} for i in range(4)]}, HERE / "golden.json")
    print(metrics)


if __name__ == "__main__":
    main()
