using System.Globalization;
using OpenGradient.Benchmarks.IntegerSpeed;
using OpenGradient.Benchmarks.SideBySide.Graphs;

// Float models and their integer forms in turn, calibrated on a few inputs: milliseconds of a run, medians, their ratio; and how far their outputs are apart.
// Usage: IntegerSpeed [NAME…]      in the root of the repository
(string Name, Func<ModelPair> Open)[] subjects =
[
    ("digits", () => ModelPair.OfSample("digits")),
    ("price-risk", () => ModelPair.OfSample("price-risk")),
    ("mlp", () => ModelPair.OfNetwork(DenseNetworks.Mlp())),
    ("resnet18", () => ModelPair.OfNetwork(ImageNetworks.ResNet18(224))),
    ("encoder", () => ModelPair.OfNetwork(EncoderNetwork.Create(128))),
];
Console.WriteLine("model          threads    float ms  integer ms   float/integer   largest error of range   signal/noise");
foreach ((string name, Func<ModelPair> open) in subjects)
{
    if (args.Length > 0 && !args.Contains(name))
        continue;
    using var pair = open();
    foreach (int threads in (int[])[1, 2])
    {
        (double floats, double integers) = pair.Time(threads);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-15}{threads,7}{floats,12:F4}{integers,12:F4}{floats / integers,16:F2}{pair.LargestError,24:P2}{pair.SignalToNoise,12:F1} dB"));
    }
}
