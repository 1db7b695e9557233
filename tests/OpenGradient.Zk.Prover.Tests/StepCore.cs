using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>A core of any steps, with one input of 16 bits: constants are named first, then steps; the last one's output is the border.</summary>
internal sealed class StepCore
{
    /// <summary>Few queries: tests are about what is proved, not about how surely.</summary>
    public static readonly ProofParameters Parameters = new(2, new QueryParameters(QueryCount: 20, WorkBits: 3));

    private readonly List<Constant> _constants = [];
    private readonly List<long[]> _elements = []; // of the constants
    private readonly List<Step> _steps = [];
    private readonly ImmutableArray<long> _shape;
    private readonly Random _random = new(7);
    private Circuit? _circuit;

    public StepCore(params ImmutableArray<long> inputShape)
    {
        _shape = inputShape;
        Input = Numbers(inputShape.Aggregate(1L, static (product, size) => product * size), short.MinValue, short.MaxValue);
    }

    public long[] Input { get; set; }

    public Visibility Visibility { get; init; }

    public Circuit Circuit => _circuit ??= CircuitBuilder.Build(Program, [_shape], Public, RowSums, Visibility);

    public Program Program => new(
        [new ProgramInput("x", ElementType.Float32, [.. _shape.Select(static size => size.ToString(System.Globalization.CultureInfo.InvariantCulture))])],
        [.. _constants],
        [.. _steps, Cast("f32", Last)],
        [new("y", Last + 1)],
        Profile: Program.IntegerProfile);

    private int Last => _constants.Count + _steps.Count; // the input is value 0

    private ImmutableArray<long[]> Weights => [.. _elements.Where((_, index) => _constants[index].Encoding == "i8")];

    private ImmutableArray<BigInteger> RowSums =>
        [.. Weights.Zip(_constants.Where(static constant => constant.Encoding == "i8")).SelectMany(static pair => pair.First.Chunk(pair.First.Length / (int)pair.Second.Shape[0]).Select(static row => (BigInteger)row.Sum(Math.Abs)))];

    private ImmutableArray<long[]?> Public =>
        [null, .. _constants.Select((constant, index) => constant.Encoding == "i8" ? null : _elements[index]), .. new long[]?[_steps.Count + 1]];

    public int Weight(params ImmutableArray<long> shape) => Add("i8", shape, Numbers(shape.Aggregate(1L, static (product, size) => product * size), -127, 127));

    public int Constant(ImmutableArray<long> shape, params long[] elements) => Add("i64", shape, elements);

    public int Table() => Add("i16", [1 << 16], Numbers(1 << 16, short.MinValue, short.MaxValue));

    /// <summary>The integer input; the constants are complete.</summary>
    public int Begin()
    {
        _steps.Add(Cast("i16", 0));
        return Last;
    }

    public int Step(string name, ImmutableArray<int> inputs, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var attributes = ImmutableSortedDictionary<string, string>.Empty;
        foreach ((string setting, string value) in settings)
            attributes = attributes.Add(setting, value);
        _steps.Add(new(name, inputs, 1, attributes, IsTraced: false));
        return Last;
    }

    public CoreWitness Run() => CoreWitness.Run(Circuit, [Input], Weights);

    public CommittedColumns? CommitKey() => Circuit.KeyColumns.IsEmpty ? null : CommittedColumns.Create(Parameters, Circuit.KeyColumns, Weights);

    public CoreStatement State(CoreWitness witness, CommittedColumns? key) => new(
        Circuit, new ProofKey(Program.Id.Value, key is null ? [] : [.. key.Root], RowSums), Parameters, Visibility.HidesInputs ? [] : [Input], [.. Circuit.BorderOutputs.Select(witness.Value)], [.. new byte[32]]);

    /// <summary>What the verifier says of a proof of this core by a prover that holds this witness, whatever made it.</summary>
    public ProofFault Judge(CoreWitness witness)
    {
        CommittedColumns? key = CommitKey();
        CoreStatement statement = State(witness, key);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);
        return CoreVerifier.Verify<QuadraticExtension>(statement, proof);
    }

    private static Step Cast(string to, int value) => new("Cast", [value], 1, ImmutableSortedDictionary<string, string>.Empty.Add("to", to), IsTraced: false);

    private int Add(string encoding, ImmutableArray<long> shape, long[] elements)
    {
        _constants.Add(new("", encoding, shape, Digest.Sha256(System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()))));
        _elements.Add(elements);
        return _constants.Count;
    }

    private long[] Numbers(long count, long least, long largest) => [.. Enumerable.Range(0, (int)count).Select(_ => _random.NextInt64(least, largest + 1))];
}
