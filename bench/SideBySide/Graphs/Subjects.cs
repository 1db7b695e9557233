using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>Everything that is compared. Model files are written into a folder when first asked for.</summary>
internal sealed class Subjects(string folder, string samples)
{
    public IEnumerable<Subject> All()
    {
        foreach (int n in (int[])[512, 1024, 2048])
            yield return Made($"gemm-{n}", 1.1, [1], () => DenseNetworks.Gemm(n), batch => Feed.Floats("x", 0f, batch * n, n));
        yield return Made("mlp-784-1024-1024-10", 1.0, [1, 8], DenseNetworks.Mlp, static batch => Feed.Floats("x", 0f, batch, 784));
        yield return Made("encoder-6x384-128", 1.0, [1, 8], static () => EncoderNetwork.Create(EncoderNetwork.Length), static batch => Feed.Tokens<long>("tokens", ElementType.Int64, EncoderNetwork.Vocabulary, batch, EncoderNetwork.Length));
        yield return Made("resnet-18", 0.95, [1, 8], static () => ImageNetworks.ResNet18(224), static batch => Feed.Floats("x", 0f, batch, 3, 224, 224));
        yield return Made("mobilenet-v1", 0.95, [1, 8], static () => ImageNetworks.MobileNetV1(224), static batch => Feed.Floats("x", 0f, batch, 3, 224, 224));
        yield return Made("int8-dense", 0.55, [1, 8], QuantizedNetworks.Dense, static batch => Feed.Floats("x", 0f, batch * 128, 1024));
        yield return Made("int8-convolutions", 0.55, [1, 8], static () => QuantizedNetworks.Convolutional(56), static batch => Feed.Floats("x", 0f, batch, 64, 56, 56));
        yield return Sample("digits", "digits.onnx", [1, 8], static batch => Feed.Floats("image", 0f, batch, 1, 28, 28));
        yield return Sample("price-risk", "price-risk.onnx", [1, 8], static batch => Feed.Floats("candles", 5f, batch, 60, 5));
        yield return Sample("tinychat", "tinychat.gguf", [1], static batch => Feed.Tokens<int>("tokens", ElementType.Int32, 256, 128));
    }

    /// <summary>The small form of a subject; a sample is small itself.</summary>
    public Subject SmallOf(Subject subject) =>
        Small().FirstOrDefault(small => subject.Name.StartsWith(small.Name.Split('@')[0], StringComparison.Ordinal)) ?? subject;

    /// <summary>The generated networks on smaller inputs, for machines without vectors and for emulators; behind the <c>@</c> stands how small.</summary>
    public IEnumerable<Subject> Small()
    {
        yield return Made("gemm@128", 1.1, [1], static () => DenseNetworks.Gemm(128), static batch => Feed.Floats("x", 0f, batch * 128, 128));
        yield return Made("mlp-784-1024-1024-10", 1.0, [1, 8], DenseNetworks.Mlp, static batch => Feed.Floats("x", 0f, batch, 784));
        yield return Made("encoder-6x384@16", 1.0, [1, 8], static () => EncoderNetwork.Create(16), static batch => Feed.Tokens<long>("tokens", ElementType.Int64, EncoderNetwork.Vocabulary, batch, 16));
        yield return Made("resnet-18@64x64", 0.95, [1, 8], static () => ImageNetworks.ResNet18(64), static batch => Feed.Floats("x", 0f, batch, 3, 64, 64));
        yield return Made("mobilenet-v1@64x64", 0.95, [1, 8], static () => ImageNetworks.MobileNetV1(64), static batch => Feed.Floats("x", 0f, batch, 3, 64, 64));
        yield return Made("int8-dense@8", 0.55, [1, 8], QuantizedNetworks.Dense, static batch => Feed.Floats("x", 0f, batch * 8, 1024));
        yield return Made("int8-convolutions@16x16", 0.55, [1, 8], static () => QuantizedNetworks.Convolutional(16), static batch => Feed.Floats("x", 0f, batch, 64, 16, 16));
    }

    private Subject Made(string name, double goal, int[] batches, Func<byte[]> create, Func<int, Feed> feed)
    {
        string file = Path.Combine(folder, name + ".onnx");
        if (!System.IO.File.Exists(file))
            System.IO.File.WriteAllBytes(file, create());
        return new Subject(name, file, goal, batches, feed);
    }

    private Subject Sample(string name, string file, int[] batches, Func<int, Feed> feed) =>
        new(name, Path.Combine(samples, name, file), 1.0, batches, feed);
}
