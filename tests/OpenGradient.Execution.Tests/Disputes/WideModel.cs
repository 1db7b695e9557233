using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A language model of one traced output, whose rows have some tiles and do not begin where a tile of the value does.</summary>
internal sealed class WideModel : IConstantSource
{
    public const int Width = 900;
    public const int Vocabulary = 7;

    private readonly byte[][] _constants = [Numbers(1), Numbers(2)];

    public Program Program => new(
        [new ProgramInput("tokens", ElementType.Int32, ["tokens"])],
        [.. _constants.Select(static bytes => new Constant("", "f32", [Vocabulary, Width], Digest.Sha256(bytes)))],
        [new Step("Embedding", [1, 0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true), new Step("Linear", [3, 2], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: false)],
        [new ProgramOutput("logits", 4)],
        "tokens");

    public ReadOnlyMemory<byte> Read(int index) => _constants[index];

    private static byte[] Numbers(int seed)
    {
        var random = new Random(seed);
        float[] numbers = [.. Enumerable.Range(0, Vocabulary * Width).Select(_ => random.NextSingle() - 0.5f)];
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }
}
