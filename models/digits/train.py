"""digits: a LeNet-class network that reads one printed digit.

Trained on digits rendered from Debian's fonts with random thickness, rotation, shear, scale, shift, blur and noise.
It has never seen handwriting. Whole font families are held out for the test, so the test asks for unseen shapes.

    input   image   float32 [batch, 1, 28, 28]   0..1, light digit on dark ground
    output  logits  float32 [batch, 10]

Measured numbers are in metrics.json.
"""
import pathlib
import sys
import time

import numpy as np
import torch
from onnx import helper
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import onnx_export

SEED = 20261122
SIZE, CANVAS = 28, 112            # drawn four times larger, then reduced
TRAIN_COUNT, TEST_COUNT = 40_000, 5_000
EPOCHS, BATCH, RATE = 10, 128, 2e-3
CHANNELS, HIDDEN = (8, 16), 64

FONT_ROOT = pathlib.Path("/usr/share/fonts")
TRAIN_FONTS = ["truetype/dejavu/DejaVu*.ttf", "truetype/liberation/Liberation*.ttf", "truetype/freefont/Free*.ttf", "truetype/lato/Lato-*.ttf",
               "truetype/roboto/**/Roboto-*.ttf", "opentype/urw-base35/Nimbus*.otf", "opentype/urw-base35/C059*.otf", "opentype/urw-base35/P052*.otf"]
TEST_FONTS = ["truetype/open-sans/OpenSans*.ttf", "opentype/comic-neue/ComicNeue*.otf", "opentype/urw-base35/URWBookman*.otf", "opentype/urw-base35/URWGothic*.otf"]


# ---------------------------------------------------------------- rendering

def font_paths(patterns):
    return sorted({path.resolve() for pattern in patterns for path in FONT_ROOT.glob(pattern)})


class Renderer:
    def __init__(self, patterns, rng):
        self.paths, self.rng, self.fonts = font_paths(patterns), rng, {}

    def images(self, count):
        """(images [count, 1, 28, 28] float32, digits [count] int64)."""
        digits = self.rng.integers(0, 10, count)
        return np.stack([self.image(int(digit)) for digit in digits])[:, None], digits

    def image(self, digit):
        rng = self.rng
        canvas = self._placed(self._glyph(str(digit)))
        if rng.random() < 0.5:
            canvas = canvas.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3.5)))
        pixels = np.asarray(canvas.resize((SIZE, SIZE), Image.BOX), np.float32) / 255
        ground, contrast, noise = rng.uniform(0, 0.2), rng.uniform(0.55, 1), rng.uniform(0, 0.12)
        pixels = ground + (1 - ground) * contrast * pixels + noise * rng.standard_normal(pixels.shape)
        return np.clip(pixels, 0, 1).astype(np.float32)

    def _glyph(self, text):
        """The digit alone, tightly cropped."""
        rng = self.rng
        font = self._font(int(rng.integers(len(self.paths))), int(rng.integers(72, 112)))
        sheet = Image.new("L", (2 * CANVAS, 2 * CANVAS))
        ImageDraw.Draw(sheet).text((CANVAS // 2, CANVAS // 3), text, 255, font, stroke_width=int(rng.integers(0, 5)))
        return sheet.crop(sheet.getbbox())

    def _placed(self, glyph):
        """Sheared, rotated and shifted on the canvas."""
        rng = self.rng
        canvas = Image.new("L", (CANVAS, CANVAS))
        glyph.thumbnail((CANVAS - 16, CANVAS - 16))
        jitter = rng.integers(-8, 9, 2)
        canvas.paste(glyph, ((CANVAS - glyph.width) // 2 + int(jitter[0]), (CANVAS - glyph.height) // 2 + int(jitter[1])))
        shear = rng.uniform(-0.2, 0.2)
        canvas = canvas.transform(canvas.size, Image.AFFINE, (1, shear, -shear * CANVAS / 2, 0, 1, 0), Image.BILINEAR)
        return canvas.rotate(rng.uniform(-15, 15), Image.BILINEAR)

    def _font(self, index, size):
        if (index, size) not in self.fonts:
            self.fonts[index, size] = ImageFont.truetype(str(self.paths[index]), size)
        return self.fonts[index, size]


# ---------------------------------------------------------------- model

class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, CHANNELS[0], 5, padding=2), nn.Conv2d(*CHANNELS, 5, padding=2)
        self.hidden, self.output = nn.Linear(CHANNELS[1] * 7 * 7, HIDDEN), nn.Linear(HIDDEN, 10)

    def forward(self, image):
        x = functional.max_pool2d(functional.relu(self.conv1(image)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        return self.output(functional.relu(self.hidden(x.flatten(1))))


def train(images, digits):
    torch.manual_seed(SEED)
    model = Digits()
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            loss = functional.cross_entropy(model(images[batch]), digits[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    return model


def graph(model):
    node = helper.make_node
    convolution = dict(kernel_shape=[5, 5], pads=[2, 2, 2, 2])
    pooling = dict(kernel_shape=[2, 2], strides=[2, 2])
    nodes = [
        node("Conv", ["image", "conv1.weight", "conv1.bias"], ["conv1"], "conv1", **convolution),
        node("Relu", ["conv1"], ["conv1_relu"], "conv1_relu"),
        node("MaxPool", ["conv1_relu"], ["pool1"], "pool1", **pooling),
        node("Conv", ["pool1", "conv2.weight", "conv2.bias"], ["conv2"], "conv2", **convolution),
        node("Relu", ["conv2"], ["conv2_relu"], "conv2_relu"),
        node("MaxPool", ["conv2_relu"], ["pool2"], "pool2", **pooling),
        node("Flatten", ["pool2"], ["flat"], "flatten", axis=1),
        node("Gemm", ["flat", "hidden.weight", "hidden.bias"], ["hidden"], "hidden", transB=1),
        node("Relu", ["hidden"], ["hidden_relu"], "hidden_relu"),
        node("Gemm", ["hidden_relu", "output.weight", "output.bias"], ["logits"], "output", transB=1),
    ]
    constants = {name: tensor.detach().numpy() for name, tensor in model.named_parameters()}
    return onnx_export.build("digits", "Reads one printed digit.", [("image", ["batch", 1, SIZE, SIZE])], [("logits", ["batch", 10])], nodes, constants)


# ---------------------------------------------------------------- evaluation

def sample(images, digits, logits):
    """Index of the first correctly read 7: the sample a visitor sees should look like what the model is for."""
    return int(np.flatnonzero((digits == 7) & (logits.argmax(1) == 7))[0])


def main():
    torch.set_num_threads(1)
    started = time.process_time()
    train_images, train_digits = Renderer(TRAIN_FONTS, np.random.default_rng(SEED)).images(TRAIN_COUNT)
    test_images, test_digits = Renderer(TEST_FONTS, np.random.default_rng(SEED + 1)).images(TEST_COUNT)
    same_images, same_digits = Renderer(TRAIN_FONTS, np.random.default_rng(SEED + 2)).images(TEST_COUNT)
    model = train(torch.from_numpy(train_images), torch.from_numpy(train_digits))
    with torch.no_grad():
        logits, same_logits = model(torch.from_numpy(test_images)).numpy(), model(torch.from_numpy(same_images)).numpy()
    exported = graph(model)
    evaluated = onnx_export.evaluate(exported, {"image": test_images[:500]})["logits"]
    right = logits.argmax(1) == test_digits
    metrics = {
        "test": f"{TEST_COUNT} images rendered from font families that were never trained on: Open Sans, Comic Neue, URW Bookman, URW Gothic",
        "accuracy_held_out_fonts": float(right.mean()),
        "accuracy_per_digit": {str(digit): round(float(right[test_digits == digit].mean()), 4) for digit in range(10)},
        "accuracy_training_fonts_new_images": float((same_logits.argmax(1) == same_digits).mean()),
        "font_files": {"train": len(font_paths(TRAIN_FONTS)), "test": len(font_paths(TEST_FONTS))},
        "parameters": sum(p.numel() for p in model.parameters()),
        "largest_absolute_difference_onnx_in_numpy_to_torch": float(np.abs(evaluated - logits[:500]).max()),
        "seed": SEED, "train_images": TRAIN_COUNT, "epochs": EPOCHS, "cpu_seconds": round(time.process_time() - started),
    }
    chosen = sample(test_images, test_digits, logits)
    onnx_export.save(exported, HERE / "digits.onnx")
    onnx_export.save_json(metrics, HERE / "metrics.json")
    onnx_export.save_json({"inputs": [onnx_export.tensor_json("image", test_images[chosen : chosen + 1])]}, HERE / "sample-input.json")
    onnx_export.save_json({"absolute_tolerance": 1e-3, "cases": [
        {"inputs": [onnx_export.tensor_json("image", test_images[i : i + 1])], "digit": int(test_digits[i]),
         "outputs": [onnx_export.tensor_json("logits", logits[i : i + 1])]} for i in range(4)]}, HERE / "golden.json")
    Image.fromarray((test_images[chosen, 0] * 255).round().astype(np.uint8)).save(HERE / "sample.png")
    print(metrics)


if __name__ == "__main__":
    main()
