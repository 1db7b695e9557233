using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>One inference carried out step by step, with the full trace and the values behind it.</summary>
/// <remarks>Values beyond a limit are not kept; they are computed again when they are asked for.</remarks>
internal sealed class RecordedRun
{
    private const long DefaultLimit = 256L << 20;

    private readonly ProgramGraph _graph;
    private readonly IConstantSource _constants;
    private readonly Func<DocumentName, Tensor> _given;
    private readonly Conduct _conduct;
    private readonly Dictionary<LeafName, Tensor> _kept = [];
    private readonly Dictionary<LeafName, int> _places = [];
    private readonly ImmutableArray<ValueClaim> _claims;

    /// <param name="graph">What is run.</param>
    /// <param name="constants">The constants that are used.</param>
    /// <param name="given">Gets what comes from outside: inputs.</param>
    /// <param name="conduct">How it is run.</param>
    /// <param name="keptBytesLimit">How many bytes of values are kept.</param>
    public RecordedRun(ProgramGraph graph, IConstantSource constants, Func<DocumentName, Tensor> given, Conduct conduct, long keptBytesLimit = DefaultLimit)
    {
        (_graph, _constants, _given, _conduct) = (graph, constants, given, conduct);
        var claims = ImmutableArray.CreateBuilder<ValueClaim>();
        var names = ImmutableArray.CreateBuilder<LeafName>();
        long bytes = 0;
        foreach ((LeafName leaf, Tensor value) in Run().Where(made => conduct.Records(made.Leaf)))
        {
            _places.Add(leaf, names.Count);
            names.Add(leaf);
            claims.Add(ValueClaim.Of(value));
            bytes += value.Bytes.Length;
            if (bytes <= keptBytesLimit)
                _kept.Add(leaf, value);
        }

        _claims = claims.ToImmutable();
        Names = names.ToImmutable();
        Leaves = [.. Names.Zip(_claims, static (name, claim) => claim.LeafHash(name))];
        Root = MerkleTree.Root(Leaves.AsSpan());
    }

    /// <summary>A run of a Program.</summary>
    public static RecordedRun Of(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, Conduct conduct, long keptBytesLimit = DefaultLimit)
    {
        new InputContract(program).Require(inputs);
        return new RecordedRun(new ProgramGraph(program), constants, name => inputs[name.Index], conduct, keptBytesLimit);
    }

    /// <summary>Which leaves the full trace has, in order.</summary>
    public ImmutableArray<LeafName> Names { get; }

    /// <summary>The leaf hashes of the full trace.</summary>
    public ImmutableArray<Digest> Leaves { get; }

    /// <summary>The root of the full trace.</summary>
    public Digest Root { get; }

    /// <summary>The records of what was run.</summary>
    public ProgramGraph Graph => _graph;

    /// <summary>What the run says of the value at a place of the trace.</summary>
    public ValueClaim Claim(int index) => _claims[index];

    /// <summary>The place of a leaf in the trace; -1 if it has none.</summary>
    public int PlaceOf(LeafName leaf) => _places.GetValueOrDefault(leaf, -1);

    /// <summary>The value at a leaf.</summary>
    public Tensor Value(LeafName leaf)
    {
        if (!_kept.TryGetValue(leaf, out Tensor? value))
            _kept.Add(leaf, value = Run().First(made => made.Leaf == leaf).Value);
        return value;
    }

    private IEnumerable<(LeafName Leaf, Tensor Value)> Run()
    {
        var live = new LiveValues(_graph);
        Tensor Find(DocumentName name) => name.Kind == DocumentKind.Leaf ? live.Value(name.Leaf!) : _given(name);
        var reader = new ByteReader(name => name.Kind == DocumentKind.Constant ? _constants.Read(name.Index) : Find(name).Bytes);
        var view = new ProgramView(index => _graph.Steps[index], name => ValueHeader.Of(Find(name)), reader);
        Succession way = _conduct.Way(view);
        ImmutableArray<Tensor> outputs = [];
        LeafName? before = null;
        for (LeafName? leaf = way.First(_graph.Frame); leaf is not null; leaf = way.After(leaf))
        {
            if (leaf.Output == 0)
                outputs = CarryOut(leaf, view, way, before, Find);
            live.Add(leaf, outputs[leaf.Output]);
            yield return (leaf, outputs[leaf.Output]);
            before = leaf;
        }
    }

    private ImmutableArray<Tensor> CarryOut(LeafName first, ProgramView view, Succession way, LeafName? before, Func<DocumentName, Tensor> find)
    {
        StepRecord record = _graph.Steps[first.Step];
        if (!record.Bodies.IsEmpty)
        {
            ImmutableArray<Tensor> handedOn = [.. Enumerable.Range(0, record.OutputCount).Select(output => HandOn(first with { Output = output }, view, way, before))];
            return _conduct.Give(first, [], handedOn);
        }

        StepOperand? Operand(RecordInput? input) => input switch
        {
            null => null,
            { Constant: { } constant } => new StepOperand(null, constant, _constants.Read(input.Document.Index)),
            { Document.IsLiteral: true } => StepOperand.Of(view.Open(input).Scalar(0)),
            _ => StepOperand.Of(find(input.Document)),
        };
        StepOperand?[] operands = [.. record.Inputs.Select(input => Operand(way.Resolve(input, record.Holder, first.Iterations)))];
        ImmutableArray<Tensor> outputs = AnswerOperators.Has(record.Operator)
            ? [AnswerOperators.Run(record.ToStep(), operands)]
            : SingleStep.Run(record.ToStep(), operands);
        return _conduct.Give(first, operands, outputs);
    }

    /// <summary>An output of a step with bodies, put together from what its judge reads for each share.</summary>
    private static Tensor HandOn(LeafName leaf, ProgramView view, Succession way, LeafName? before)
    {
        var whole = Reading.Of(leaf, view, way, before, null);
        ValueHeader header = whole.Judge.Infer(new JudgedStep(whole, view), leaf.Output);
        byte[] bytes = new byte[header.ContentBytes];
        for (int at = 0; at < bytes.Length;)
        {
            var part = Reading.Of(leaf, view, way, before, (at / header.Type.SizeBytes(), header));
            byte[] elements = new JudgedStep(part, view).Input(0).ReadElements();
            if (elements.Length == 0 || elements.Length > bytes.Length - at)
                throw new InvalidInputException(InvalidInputKind.Invalid, "dispute", $"The parts of {DocumentName.Of(leaf)} are not of one shape.");
            elements.CopyTo(bytes, at);
            at += elements.Length;
        }

        return new Tensor(header.Type, header.Shape, bytes);
    }
}
