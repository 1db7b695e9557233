using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>A model of two blocks with made-up weights, small enough to run without vectors, odd in every dimension.</summary>
internal sealed class SyntheticModel : IConstantSource
{
    public const int Vocabulary = 37;

    private const int Width = 40;
    private const int HeadDim = 10;
    private const int HeadCount = 4;
    private const int KvHeadCount = 2;
    private const int FeedForward = 52;

    private readonly List<byte[]> _bytes = [];
    private readonly List<Constant> _constants = [];
    private readonly List<Step> _steps = [];
    private uint _state = 20261122;

    private SyntheticModel()
    {
    }

    public static Executable Load(string form) => Load(form, ExecutionOptions.Default.ThreadCount);

    public static Executable Load(string form, out IConstantSource constants) => Load(form, ExecutionOptions.Default.ThreadCount, out constants);

    public static Executable Load(string form, int threadCount) => Load(form, threadCount, out _);

    private static Executable Load(string form, int threadCount, out IConstantSource constants)
    {
        SyntheticModel model = new();
        constants = model;
        return Executable.Load(model.Build(form), model, new ExecutionOptions { ThreadCount = threadCount });
    }

    public ReadOnlyMemory<byte> Read(int index) => _bytes[index];

    /// <summary>Tokens in a fixed order without pattern.</summary>
    public static int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(static i => i * i * 7 % Vocabulary)];

    private Program Build(string form)
    {
        // All constants come first, so that their values are known: 1 … 18.
        int embedding = Matrix(Vocabulary, Width);
        int[][] blocks = [Block(), Block()];
        int norm = Vector(Width);
        int output = Matrix(Vocabulary, Width);
        int x = Add("Embedding", [embedding, 0]);
        foreach (int[] block in blocks)
            x = AddBlock(x, block, form);
        int logits = Add("Linear", [Add("RmsNorm", [x, norm], ("epsilon", "0x3727c5ac")), output]);
        return new Program([new ProgramInput("tokens", ElementType.Int32, ["tokens"])], [.. _constants], [.. _steps], [new ProgramOutput("logits", logits)], "tokens");
    }

    private int[] Block() =>
    [
        Vector(Width), Matrix(HeadCount * HeadDim, Width), Matrix(KvHeadCount * HeadDim, Width), Matrix(KvHeadCount * HeadDim, Width),
        Matrix(Width, HeadCount * HeadDim), Vector(Width), Matrix(FeedForward, Width), Matrix(FeedForward, Width), Matrix(Width, FeedForward),
    ];

    private int AddBlock(int x, int[] weights, string form)
    {
        int a = Add("RmsNorm", [x, weights[0]], ("epsilon", "0x3727c5ac"));
        int[] projected = [.. weights[1..4].Select(weight => Add("Linear", [a, weight]))];
        int Rope(int value) => Add("Rope", [value], ("base", "0x461c4000"), ("dimensions", "8"), ("form", form), ("headDim", "10"));
        int query = Rope(projected[0]);
        int key = Rope(projected[1]);
        int mixed = Add("CausalAttention", [query, key, projected[2]], ("headDim", "10"), ("heads", "4"), ("kvHeads", "2"), ("scale", "0x3ea1e89b"));
        int attended = Add("Add", [x, Add("Linear", [mixed, weights[4]])]);
        int f = Add("RmsNorm", [attended, weights[5]], ("epsilon", "0x3727c5ac"));
        int gate = Add("Silu", [Add("Linear", [f, weights[6]])]);
        int product = Add("Mul", [gate, Add("Linear", [f, weights[7]])]);
        return Add("Add", [attended, Add("Linear", [product, weights[8]])], isTraced: true);
    }

    private int Add(string name, ImmutableArray<int> inputs, params (string Name, string Value)[] attributes) => Add(name, inputs, isTraced: false, attributes);

    private int Add(string name, ImmutableArray<int> inputs, bool isTraced, params (string Name, string Value)[] attributes)
    {
        _steps.Add(new Step(name, inputs, 1, attributes.ToImmutableSortedDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal), isTraced));
        return _constants.Count + _steps.Count;
    }

    private int Vector(int length) => AddConstant([length], length, offset: 1f);

    private int Matrix(int rows, int columns) => AddConstant([rows, columns], rows * columns, offset: 0f);

    private int AddConstant(ImmutableArray<long> shape, int count, float offset)
    {
        float[] elements = new float[count];
        for (int i = 0; i < count; i++)
        {
            _state = (_state * 1664525) + 1013904223;
            elements[i] = offset + (((int)(_state >> 8) - (1 << 23)) / (float)(1 << 25));
        }

        byte[] bytes = MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
        _bytes.Add(bytes);
        _constants.Add(new Constant("", "f32", shape, Digest.Sha256(bytes)));
        return _constants.Count;
    }
}
