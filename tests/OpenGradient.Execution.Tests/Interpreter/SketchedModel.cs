using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>A Program written down call by call; values are named by the numbers that the calls return. Constants come first, then steps.</summary>
internal sealed class SketchedModel(params ProgramInput[] inputs) : IConstantSource
{
    private readonly List<Constant> _constants = [];
    private readonly List<byte[]> _bytes = [];
    private readonly List<Step> _steps = [];
    private readonly List<ProgramOutput> _outputs = [];
    private int _valueCount = inputs.Length;

    /// <summary>Pseudo-random numbers between -1 and 1.</summary>
    public static float[] Numbers(int count, int seed)
    {
        uint state = unchecked((uint)seed * 2654435761u) | 1;
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            numbers[i] = ((int)state >> 8) / (float)(1 << 23);
        }

        return numbers;
    }

    /// <summary>An <c>f32</c> tensor of pseudo-random numbers.</summary>
    public static Tensor Random(int seed, params ImmutableArray<long> shape) =>
        Tensor.Create<float>(ElementType.Float32, shape, Numbers((int)Tensor.CountElements(shape), seed));

    public int Constant(params ImmutableArray<long> shape) => Constant(ElementType.Float32, MemoryMarshal.AsBytes(Random(_constants.Count + 100, shape).As<float>()).ToArray(), shape);

    public int Constant(ElementType type, byte[] bytes, params ImmutableArray<long> shape)
    {
        _constants.Add(new Constant($"c{_constants.Count}", type.CanonicalName(), shape, Digest.Sha256(bytes)));
        _bytes.Add(bytes);
        return _valueCount++;
    }

    public int Add(string name, ImmutableArray<int> operands, params ReadOnlySpan<(string Name, string Value)> attributes) => Add(name, operands, 1, attributes);

    public int Add(string name, ImmutableArray<int> operands, int outputCount, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        ImmutableSortedDictionary<string, string> settings = ImmutableSortedDictionary<string, string>.Empty;
        foreach ((string key, string value) in attributes)
            settings = settings.Add(key, value);
        _steps.Add(new Step(name, operands, outputCount, settings, IsTraced: true));
        _valueCount += outputCount;
        return _valueCount - outputCount;
    }

    public SketchedModel Return(params ReadOnlySpan<int> values)
    {
        foreach (int value in values)
            _outputs.Add(new ProgramOutput($"y{_outputs.Count}", value));
        return this;
    }

    public Program Build() => new([.. inputs], [.. _constants], [.. _steps], [.. _outputs]);

    public Executable Load(int threadCount = 1) => Executable.Load(Build(), this, new ExecutionOptions { ThreadCount = threadCount });

    public ReadOnlyMemory<byte> Read(int index) => _bytes[index];
}
