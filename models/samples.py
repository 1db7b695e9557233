"""Writes inputs for `og model compile`: calibration data, and tests with the right answers, as .npz.

    python3 samples.py OUT        writes OUT/{digits,price-risk}-{calibration,test}.npz

The tests are those of the training scripts: images of font families that were never trained on, and unseen simulated windows.
"""
import importlib.util
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
CALIBRATION_COUNT = 400


def script(name):
    """A model's train.py as a module."""
    sys.path.insert(0, str(HERE))
    specification = importlib.util.spec_from_file_location(name, HERE / name / "train.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def digits(out):
    train = script("digits")
    images, _ = train.Renderer(train.TRAIN_FONTS, np.random.default_rng(train.SEED + 3)).images(CALIBRATION_COUNT)
    np.savez(out / "digits-calibration.npz", image=images)
    images, labels = train.Renderer(train.TEST_FONTS, np.random.default_rng(train.SEED + 1)).images(train.TEST_COUNT)
    np.savez(out / "digits-test.npz", image=images, labels=labels.astype(np.int64))


def price_risk(out):
    train = script("price-risk")
    candles, _ = train.simulate(np.random.default_rng(train.SEED + 2), CALIBRATION_COUNT)
    np.savez(out / "price-risk-calibration.npz", candles=candles.astype(np.float32))
    candles, volatility = train.simulate(np.random.default_rng(train.SEED + 1), train.TEST_COUNT)
    np.savez(out / "price-risk-test.npz", candles=candles.astype(np.float32), targets=volatility.astype(np.float32).reshape(-1, 1))


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    digits(folder)
    price_risk(folder)
