using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Hiding;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>A core of any steps, with one input of 16 bits: constants are named first, then steps; the last one's output is the border.</summary>
internal sealed class StepCore
{
    public static readonly ProofParameters Parameters = ProofParameters.Default;

    /// <summary>Tests and verdicts that hiding was seen not to change: once for each of them, because the same again costs most of the time and shows nothing else.</summary>
    private static readonly ConcurrentDictionary<(string Test, bool IsAccepted), bool> JudgedHiding = new();

    private readonly List<Constant> _constants = [];
    private readonly List<long[]> _elements = []; // of the constants
    private readonly List<Step> _steps = [];
    private readonly ImmutableArray<long> _shape;
    private readonly Random _random = new(7);
    private ImmutableArray<long> _tokenShape;
    private Circuit? _circuit;

    public StepCore(params ImmutableArray<long> inputShape)
    {
        _shape = inputShape;
        Input = Numbers(inputShape.Aggregate(1L, static (product, size) => product * size), short.MinValue, short.MaxValue);
    }

    public long[] Input { get; set; }

    public Visibility Visibility { get; init; }

    public TreeHash Trees { get; init; }

    /// <summary>The elements of a second input, of integers; null if there is none.</summary>
    public long[]? Tokens { get; set; }

    public Circuit Circuit => _circuit ??= CircuitBuilder.Build(Program, Tokens is null ? [_shape] : [_shape, _tokenShape], Public, RowSums, Visibility);

    public Program Program => new(
        Tokens is null ? [ProgramInput("x", ElementType.Float32, _shape)] : [ProgramInput("x", ElementType.Float32, _shape), ProgramInput("tokens", ElementType.Int64, _tokenShape)],
        [.. _constants],
        [.. _steps, Cast("f32", Last)],
        [new("y", Last + 1)],
        Profile: Program.IntegerProfile);

    private int InputCount => Tokens is null ? 1 : 2;

    /// <summary>The value that was named last.</summary>
    public int Last => InputCount + _constants.Count + _steps.Sum(static step => step.OutputCount) - 1;

    /// <summary>The integer input, once it was begun: behind the step that keeps it within 16 bits.</summary>
    public int First => InputCount + _constants.Count + 1;

    /// <summary>The border inputs, in the order of the circuit.</summary>
    private ImmutableArray<long[]> Inputs => Tokens is null ? [Input] : Circuit.BorderInputs.Length == 1 ? [Tokens] : [Tokens, Input];

    private ImmutableArray<long[]> Weights => [.. _elements.Where((_, index) => _constants[index].Encoding == "i8")];

    /// <summary>A row for each weight that sums read.</summary>
    private ImmutableArray<long> RowSums =>
    [
        .. _constants.Select((constant, index) => (constant, elements: _elements[index], value: InputCount + index))
            .Where(weight => weight.constant.Encoding == "i8" && _steps.Any(step => step.Operator is "FixedLinear" or "FixedConv" && step.Inputs[1] == weight.value))
            .SelectMany(static weight => weight.elements.Chunk(weight.elements.Length / (int)weight.constant.Shape[0]).Select(static row => row.Sum(Math.Abs))),
    ];

    private ImmutableArray<long[]?> Public =>
        [.. new long[]?[InputCount], .. _constants.Select((constant, index) => constant.Encoding == "i8" ? null : _elements[index]), .. new long[]?[_steps.Sum(static step => step.OutputCount) + 1]];

    /// <summary>A second input; before anything else.</summary>
    public int AddTokens(ImmutableArray<long> shape, params long[] elements)
    {
        (_tokenShape, Tokens) = (shape, elements);
        return 1;
    }

    public int Weight(params ImmutableArray<long> shape) => Add("i8", shape, Numbers(shape.Aggregate(1L, static (product, size) => product * size), -127, 127));

    /// <summary>A constant of truth values.</summary>
    public int Bits(ImmutableArray<long> shape, params long[] elements) => Add("bool", shape, elements);

    /// <summary>The elements of a constant.</summary>
    public long[] Elements(int constant) => _elements[constant - InputCount];

    public int Constant(ImmutableArray<long> shape, params long[] elements) => Add("i64", shape, elements);

    /// <summary>A constant of numbers of 16 bits, in 64.</summary>
    public int Narrow(params ImmutableArray<long> shape) => Add("i64", shape, Numbers(shape.Aggregate(1L, static (product, size) => product * size), short.MinValue, short.MaxValue));

    public int Table() => Add("i16", [1 << 16], Numbers(1 << 16, short.MinValue, short.MaxValue));

    /// <summary>The integer input, of 64 bits, in which sums do not wrap; the constants are complete.</summary>
    public int Begin()
    {
        Step("Clip", [0], ("high", "0x46fffe00"), ("low", "0xc7000000"));
        _steps.Add(Cast("i64", Last));
        return Last;
    }

    public int Step(string name, ImmutableArray<int> inputs, params ReadOnlySpan<(string Name, string Value)> settings) => Steps(name, 1, inputs, settings);

    /// <summary>A step with several outputs; the number of the last.</summary>
    public int Steps(string name, int outputCount, ImmutableArray<int> inputs, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var attributes = ImmutableSortedDictionary<string, string>.Empty;
        foreach ((string setting, string value) in settings)
            attributes = attributes.Add(setting, value);
        _steps.Add(new(name, inputs, outputCount, attributes, IsTraced: false));
        return Last;
    }

    public CoreWitness Run() => CoreWitness.Run(Circuit, Inputs, Weights);

    /// <summary>What follows from a value that was changed: every later step is run again.</summary>
    public void RunAfter(CircuitStep changed, CoreWitness witness)
    {
        foreach (CircuitStep step in Circuit.Steps.SkipWhile(step => step != changed).Skip(1))
            witness.Run(step).CopyTo(witness.Value(step.Output), 0);
    }

    public CommittedColumns? CommitKey() => CommitKey(Circuit);

    public CoreStatement State(CoreWitness witness, CommittedColumns? key) => new(
        Circuit, KeyOf(key), ParametersOf(Circuit), Visibility.HidesInputs ? [] : Inputs, [.. Circuit.BorderOutputs.Select(witness.Value)], [.. new byte[32]]);

    /// <summary>What the verifier says of a proof of this core by a prover that holds this witness, whatever made it; the same is said of one that hides, which is seen once for each test and verdict.</summary>
    /// <param name="witness">Its columns and values.</param>
    /// <param name="outputs">What it says to come out; null for what its columns make.</param>
    public ProofFault Judge(CoreWitness witness, long[]? outputs = null)
    {
        CommittedColumns? key = CommitKey();
        CoreStatement statement = State(witness, key);
        if (outputs is not null)
            statement = statement with { Outputs = [outputs] };
        ProofFault fault = Judge(statement, witness, key);
        bool isAccepted = fault == ProofFault.None;
        if (!Visibility.IsHiding && JudgedHiding.TryAdd((TestContext.Current.TestMethod!.UniqueID, isAccepted), true))
            Assert.Equal(isAccepted, JudgeHiding(statement, witness) == ProofFault.None);
        return fault;
    }

    private ProofFault JudgeHiding(CoreStatement statement, CoreWitness witness)
    {
        Circuit circuit = statement.Circuit with { Visibility = new(HidesInputs: false, HidesWeights: true) };
        CommittedColumns? key = CommitKey(circuit);
        return Judge(statement with { Circuit = circuit, Parameters = ParametersOf(circuit), Key = KeyOf(key) with { ProofCount = 1 } }, witness, key);
    }

    private CommittedColumns? CommitKey(Circuit circuit) => (circuit.KeyColumns.IsEmpty, circuit.Visibility.HidesWeights) switch
    {
        (true, _) => null,
        (_, true) => CommittedColumns.CreateHidden(ParametersOf(circuit), circuit.Program, circuit.KeyColumns, Weights, HiddenKeys.Create(proofCount: 1)),
        _ => CommittedColumns.Create(ParametersOf(circuit), circuit.KeyColumns, Weights),
    };

    private static ProofFault Judge(CoreStatement statement, CoreWitness witness, CommittedColumns? key) =>
        CoreVerifier.Verify<QuadraticExtension>(statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));

    private ProofKey KeyOf(CommittedColumns? key) =>
        new(Program.Id.Value, key is null ? [] : [.. key.Root], RowSums) { ProofCount = Visibility.HidesWeights ? 1 : 0 };

    private ProofParameters ParametersOf(Circuit circuit) => (circuit.Visibility.IsHiding ? ProofParameters.HidingDefault : Parameters) with { Trees = Trees };

    private static Step Cast(string to, int value) => new("Cast", [value], 1, ImmutableSortedDictionary<string, string>.Empty.Add("to", to), IsTraced: false);

    private static ProgramInput ProgramInput(string name, ElementType type, ImmutableArray<long> shape) =>
        new(name, type, [.. shape.Select(static size => size.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

    private int Add(string encoding, ImmutableArray<long> shape, long[] elements)
    {
        _constants.Add(new("", encoding, shape, Digest.Sha256(System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()))));
        _elements.Add(elements);
        return InputCount + _constants.Count - 1;
    }

    private long[] Numbers(long count, long least, long largest) => [.. Enumerable.Range(0, (int)count).Select(_ => _random.NextInt64(least, largest + 1))];
}
