using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>One inference carried out step by step, with the full trace and the values behind it.</summary>
/// <remarks>Memory holds the values of traced steps and a bounded part of the others; what is asked for besides is made again, by the steps since those.</remarks>
internal sealed class RecordedRun
{
    private readonly ProgramGraph _graph;
    private readonly IConstantSource _constants;
    private readonly Func<DocumentName, Tensor> _given;
    private readonly Conduct _conduct;
    private readonly Recording _recording;
    private readonly KeptValues _kept;
    private readonly bool _hasBodies;
    private readonly Dictionary<LeafName, int> _places = [];
    private readonly ImmutableArray<ValueClaim> _claims;

    /// <param name="graph">What is run.</param>
    /// <param name="constants">The constants that are used.</param>
    /// <param name="given">Gets what comes from outside: inputs.</param>
    /// <param name="conduct">How it is run.</param>
    /// <param name="recording">How it is recorded; null for the usual way.</param>
    public RecordedRun(ProgramGraph graph, IConstantSource constants, Func<DocumentName, Tensor> given, Conduct conduct, Recording? recording = null)
    {
        (_graph, _constants, _given, _conduct, _recording) = (graph, constants, given, conduct, recording ?? new Recording());
        _hasBodies = graph.Steps.Any(static step => !step.Bodies.IsEmpty);
        _kept = new KeptValues(graph, _recording.KeptBytesLimit, _recording.MostTracedBytes);
        var claims = ImmutableArray.CreateBuilder<ValueClaim>();
        var names = ImmutableArray.CreateBuilder<LeafName>();
        foreach ((LeafName leaf, Tensor? value) in Run().Where(made => conduct.Records(made.Leaf)))
        {
            _recording.Watch?.Invoke(leaf.Step, graph.Steps.Length);
            _places.Add(leaf, names.Count);
            names.Add(leaf);
            claims.Add(value is null ? Same(leaf)!.Claim(Same(leaf)!.PlaceOf(leaf)) : ValueClaim.Of(value));
            if (value is not null)
                _kept.Add(leaf, value);
        }

        _claims = claims.ToImmutable();
        Names = names.ToImmutable();
        Leaves = [.. Names.Zip(_claims, static (name, claim) => claim.LeafHash(name))];
        Root = MerkleTree.Root(Leaves.AsSpan());
        _kept.Reserve(2 * graph.Steps.Select(BytesOf).DefaultIfEmpty(0).Max());
    }

    /// <summary>A run of a Program.</summary>
    public static RecordedRun Of(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, Conduct conduct, Recording? recording = null)
    {
        new InputContract(program).Require(inputs);
        return new RecordedRun(new ProgramGraph(program), constants, name => inputs[name.Index], conduct, recording);
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
        if (_kept.Find(leaf) is { } kept)
            return kept;
        if (Same(leaf) is { } same)
            return same.Value(leaf);
        Tensor value = _hasBodies ? Run().First(made => made.Leaf == leaf).Value! : Remake(leaf);
        _kept.Add(leaf, value);
        return value;
    }

    /// <summary>The run in which a leaf has the same value; null if it has to be made here.</summary>
    private RecordedRun? Same(LeafName leaf) => !_hasBodies && _recording.Same is { } same && leaf.Step < same.StepCount ? same.Run : null;

    /// <summary>Bytes of what a step reads and gives, as far as it is in the trace.</summary>
    private long BytesOf(StepRecord step)
    {
        IEnumerable<LeafName> read = step.References.OfType<ValueReference.Made>().Select(static made => new LeafName(made.Step, made.Output, []));
        IEnumerable<LeafName> given = Enumerable.Range(0, step.OutputCount).Select(output => new LeafName(step.Index, output, []));
        return read.Concat(given).Select(PlaceOf).Where(static place => place >= 0).Sum(place => _claims[place].Header.ContentBytes);
    }

    /// <summary>Carries out again what has to be, to come to a value.</summary>
    private Tensor Remake(LeafName leaf)
    {
        var made = new Dictionary<LeafName, Tensor>();
        Tensor Find(DocumentName name) => name.Kind != DocumentKind.Leaf ? _given(name) : made.GetValueOrDefault(name.Leaf!) ?? Value(name.Leaf!);
        ProgramView view = View(Find);
        Succession way = _conduct.Way(view);
        foreach (int step in Missing(leaf.Step))
        {
            ImmutableArray<Tensor> outputs = CarryOut(new LeafName(step, 0, []), view, way, null, Find);
            for (int output = 0; output < outputs.Length; output++)
                made[new LeafName(step, output, [])] = outputs[output];
        }

        return made[leaf];
    }

    /// <summary>The steps that have to be carried out to come to what a step gives, in order.</summary>
    private SortedSet<int> Missing(int step)
    {
        var missing = new SortedSet<int>();
        var open = new Stack<int>([step]);
        while (open.TryPop(out int next))
        {
            if (!missing.Add(next))
                continue;
            foreach (ValueReference.Made read in _graph.Steps[next].References.OfType<ValueReference.Made>())
            {
                var leaf = new LeafName(read.Step, read.Output, []);
                if (_kept.Find(leaf) is null && Same(leaf) is null)
                    open.Push(read.Step);
            }
        }

        return missing;
    }

    private ProgramView View(Func<DocumentName, Tensor> find) => new(
        index => _graph.Steps[index],
        name => ValueHeader.Of(find(name)),
        new ByteReader(name => name.Kind == DocumentKind.Constant ? _constants.Read(name.Index) : find(name).Bytes));

    /// <summary>All leaves in order; without a value where it is that of another run.</summary>
    private IEnumerable<(LeafName Leaf, Tensor? Value)> Run()
    {
        var live = new LiveValues(_graph);
        Tensor Find(DocumentName name) => name.Kind == DocumentKind.Leaf ? live.Find(name.Leaf!) ?? Value(name.Leaf!) : _given(name);
        ProgramView view = View(Find);
        Succession way = _conduct.Way(view);
        ImmutableArray<Tensor> outputs = [];
        LeafName? before = null;
        for (LeafName? leaf = way.First(_graph.Frame); leaf is not null; leaf = way.After(leaf))
        {
            if (Same(leaf) is not null)
            {
                yield return (leaf, null);
                continue;
            }

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

        ImmutableArray<RecordInput?> inputs = [.. record.Inputs.Select(input => way.Resolve(input, record.Holder, first.Iterations))];
        StepOperand? Operand(RecordInput? input) => input switch
        {
            null => null,
            { Constant: { } constant } => new StepOperand(null, constant, _constants.Read(input.Document.Index)),
            { Document.IsLiteral: true } => StepOperand.Of(view.Open(input).Scalar(0)),
            _ => StepOperand.Of(find(input.Document)),
        };
        StepOperand?[] operands = [.. inputs.Select(Operand)];
        if (JudgeRegistry.Find(record.Operator) is IDisputeOperator own)
            return _conduct.Give(first, operands, [own.Run(new JudgedStep(new Reading(record, inputs, own, null), view))]);
        return _conduct.Give(first, operands, SingleStep.Run(record.ToStep(), operands, _recording.Execution));
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
