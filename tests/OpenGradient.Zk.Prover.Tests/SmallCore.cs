using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Hiding;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Layers with random weights, in the steps that the integer compiler writes, and a run of them.</summary>
internal sealed class SmallCore
{
    public ProofParameters Parameters => (Visibility.IsHiding ? ProofParameters.HidingDefault : ProofParameters.Default) with { Trees = Trees };

    public TreeHash Trees { get; init; }

    public Visibility Visibility { get; init; }

    /// <summary>Of a key that hides the weights.</summary>
    public const int ProofCount = 3;

    public int KeyProofCount { get; init; } = ProofCount;

    private readonly List<Constant> _constants = [];
    private readonly List<long[]> _elements = []; // of the constants
    private readonly List<(string Operator, Func<int, int[]> Inputs, (string, string)[] Attributes)> _steps = [];
    private readonly Random _random;
    private readonly ImmutableArray<long> _shape;
    private Circuit? _circuit;

    /// <param name="seed">Of weights and inputs.</param>
    /// <param name="batch">Rows of the input.</param>
    /// <param name="widths">Of the input, then of each layer.</param>
    public SmallCore(int seed, int batch, params ReadOnlySpan<int> widths)
    {
        _random = new Random(seed);
        AddStep("Cast", static _ => [0], ("to", "i16"));
        AddStep("Flatten", static last => [last], ("axis", "1"));
        for (int layer = 1; layer < widths.Length; layer++)
            AddLayer(widths[layer - 1], widths[layer], isLast: layer == widths.Length - 1);
        AddStep("Cast", static last => [last], ("to", "f32"));
        Program = Finish(widths[0]);
        _shape = [batch, 1, widths[0]];
        Input = Numbers(batch * widths[0], short.MinValue, short.MaxValue);
    }

    public Program Program { get; }

    public Circuit Circuit => _circuit ??= CircuitBuilder.Build(Program, [_shape], PublicConstants(), RowSums(), Visibility);

    public long[] Input { get; }

    /// <summary>The elements of the weights; a test may change one before it proves.</summary>
    public ImmutableArray<long[]> Weights => [.. _constants.Select((constant, index) => (constant, index)).Where(static pair => pair.constant.Encoding == "i8").Select(pair => _elements[pair.index])];

    public CoreWitness Run() => CoreWitness.Run(Circuit, [Input], Weights);

    public CommittedColumns CommitKey() => Visibility.HidesWeights
        ? CommittedColumns.CreateHidden(Parameters, Circuit.Program, Circuit.KeyColumns, Weights, HiddenKeys.Create(KeyProofCount))
        : CommittedColumns.Create(Parameters, Circuit.KeyColumns, Weights);

    public CoreStatement State(CoreWitness witness, CommittedColumns key) => new(
        Circuit, new ProofKey(Program.Id.Value, [.. key.Root], RowSums()) { ProofCount = Visibility.HidesWeights ? KeyProofCount : 0 }, Parameters, Visibility.HidesInputs ? [] : [Input], [.. Circuit.BorderOutputs.Select(witness.Value)], [.. new byte[32]]);

    private void AddLayer(int depth, int rows, bool isLast)
    {
        int weights = AddConstant("i8", [rows, depth], Numbers(rows * depth, -127, 127));
        int bias = AddConstant("i64", [rows], Numbers(rows, -100_000, 100_000));
        int high = AddConstant("i64", [], [depth * 1_000_000L]);
        int low = AddConstant("i64", [rows], Numbers(rows, -depth * 1_000_000L, -depth * 500_000L));
        // Such that the whole range of a limited sum fills the table and does not leave it.
        int factors = AddConstant("i64", isLast ? [1] : [rows], Numbers(isLast ? 1 : rows, 1 << 10, 32_000 * (1L << 32) / (depth * 1_000_000L)));
        int table = AddConstant("i16", [1 << 16], Numbers(1 << 16, short.MinValue, short.MaxValue));
        AddStep("FixedLinear", last => [last, weights, bias]);
        AddStep("Min", last => [last, high]);
        AddStep("Max", last => [last, low]);
        AddStep("FixedScale", last => isLast ? [last, factors] : [last, factors, table]);
    }

    private int AddConstant(string encoding, ImmutableArray<long> shape, long[] elements)
    {
        _constants.Add(new("", encoding, shape, Digest.Sha256(MemoryOf(elements))));
        _elements.Add(elements);
        return _constants.Count; // the input is value 0
    }

    private void AddStep(string name, Func<int, int[]> inputs, params (string, string)[] attributes) => _steps.Add((name, inputs, attributes));

    private Program Finish(int width)
    {
        ImmutableArray<Step> steps = [.. _steps.Select((step, index) => new Step(
            step.Operator, [.. step.Inputs(_constants.Count + index)], 1, step.Attributes.ToImmutableSortedDictionary(static pair => pair.Item1, static pair => pair.Item2), IsTraced: false))];
        ProgramInput input = new("x", ElementType.Float32, ["batch", "1", width.ToString(CultureInfo.InvariantCulture)]);
        return new([input], [.. _constants], steps, [new("y", _constants.Count + steps.Length)], Profile: Program.IntegerProfile);
    }

    private ImmutableArray<long[]?> PublicConstants() =>
        [null, .. _constants.Select((constant, index) => constant.Encoding == "i8" ? null : _elements[index]), .. new long[]?[_steps.Count]];

    private ImmutableArray<long> RowSums() =>
        [.. Weights.Zip(_constants.Where(static constant => constant.Encoding == "i8")).SelectMany(static pair => pair.First.Chunk((int)pair.Second.Shape[1]).Select(static row => row.Sum(Math.Abs)))];

    private long[] Numbers(int count, long least, long largest) => [.. Enumerable.Range(0, count).Select(_ => _random.NextInt64(least, largest + 1))];

    private static byte[] MemoryOf(long[] elements) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
}
