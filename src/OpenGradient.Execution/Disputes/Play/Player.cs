using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A party of a dispute: stands by its recorded run, right or wrong, and answers every request from it.</summary>
internal sealed class Player
{
    private readonly Program _program;
    private readonly ProgramGraph _graph;
    private readonly ImmutableArray<Tensor> _inputs;
    private readonly IConstantSource _shown;
    private readonly IConstantSource _used;
    private readonly RecordedRun _run;
    private readonly Dictionary<DocumentName, TiledDocument> _documents = [];
    private DisputeRequest.Sources? _disputed;

    /// <param name="program">The Program.</param>
    /// <param name="inputs">The inputs that both parties agree on.</param>
    /// <param name="shown">The constants that the party shows when it must.</param>
    /// <param name="used">The constants that it ran with; an honest party's are the same.</param>
    /// <param name="conduct">How it ran.</param>
    public Player(Program program, ImmutableArray<Tensor> inputs, IConstantSource shown, IConstantSource used, Conduct conduct)
    {
        _program = program;
        _graph = new ProgramGraph(program);
        _inputs = inputs;
        _shown = shown;
        _used = used;
        _run = new RecordedRun(program, _graph, used, inputs, conduct);
    }

    /// <summary>An honest party.</summary>
    public Player(Program program, ImmutableArray<Tensor> inputs, IConstantSource constants)
        : this(program, inputs, constants, constants, Conduct.Honest)
    {
    }

    /// <summary>The root of its full trace.</summary>
    public Digest TraceRoot => _run.Root;

    /// <summary>Which leaves its full trace has, in order.</summary>
    public ImmutableArray<LeafName> Trace => _run.Names;

    /// <summary>How many these are.</summary>
    public int LeafCount => Trace.Length;

    /// <summary>Which leaf is at a place of its trace; null beyond the last.</summary>
    public LeafName? NameAt(int index) => index < LeafCount ? _run.Names[index] : null;

    /// <summary>What it says.</summary>
    public IDisputeBody Answer(DisputeRequest request) => request switch
    {
        DisputeRequest.Claim => Claim(),
        DisputeRequest.ProgramBytes => new ProgramBody([.. _program.ToBytes()]),
        DisputeRequest.Prefix prefix => Prefix(prefix.Count),
        DisputeRequest.Children children => Children(children),
        DisputeRequest.Value value => new ValueBody(_run.Names[value.Leaf], _run.Claim(value.Leaf)),
        DisputeRequest.Tile tile => new TileBody(Document(tile.Document).Open(tile.Index)),
        DisputeRequest.OpenTile tile => OpenTile(tile),
        DisputeRequest.Successor successor => Successor(successor.Index),
        DisputeRequest.Sources sources => Sources(sources),
        DisputeRequest.States states => States(states.Positions),
        DisputeRequest.Openings openings => Openings(openings),
        _ => throw new ArgumentException("A request of an unknown kind.", nameof(request)),
    };

    private ClaimBody Claim() => new(
        _graph.Root,
        RecordFormat.Write(_graph.Frame),
        _graph.Path(0),
        _run.Root,
        LeafCount,
        [.. _graph.Frame.Outputs.OfType<ValueReference.Made>().Select(made => Leaf(_run.PlaceOf(new LeafName(made.Step, made.Output, []))))]);

    private ClaimedLeaf Leaf(int index) => new(_run.Claim(index), _run.Names[index], index, MerkleTree.ProveInclusion(index, _run.Leaves.AsSpan()));

    private PrefixBody Prefix(int count) => count == 0
        ? new PrefixBody(MerkleTree.EmptyRoot, [])
        : new PrefixBody(MerkleTree.Root(_run.Leaves.AsSpan()[..count]), MerklePrefix.Prove(count, _run.Leaves.AsSpan()));

    private ChildrenBody Children(DisputeRequest.Children request)
    {
        ReadOnlySpan<Digest> leaves = request.Document is { } document ? Document(document).Leaves : _run.Leaves.AsSpan();
        return new ChildrenBody(request.Range.Left.Hash(leaves), request.Range.Right.Hash(leaves));
    }

    private OpeningsBody OpenTile(DisputeRequest.OpenTile request)
    {
        TiledDocument document = Document(request.Document);
        return new OpeningsBody([new TileOpening(request.Document, request.Index, document.Open(request.Index), document.Path(request.Index))], []);
    }

    private SourcesBody Successor(int index)
    {
        var reads = new DocumentSet(Document);
        ProgramView view = View(reads);
        var way = new Succession(view);
        _ = index == 0 ? way.First(_graph.Frame) : way.After(_run.Names[index - 1]);
        return Shown(view, reads, index - 1);
    }

    private SourcesBody Sources(DisputeRequest.Sources request)
    {
        _disputed = request;
        var reads = new DocumentSet(Document);
        ProgramView view = View(reads);
        Reading reading = Read(view);
        var step = new JudgedStep(reading, view);
        if (request.Element is not null || reading.Judge is ISizeJudge)
            reading.Derive(step, request.Leaf.Output, request.Element).Start();
        else
            reading.Judge.Infer(step, request.Leaf.Output);
        return Shown(view, reads, reading.Record.IsLoop ? request.BeforeIndex : -1);
    }

    private SourcesBody Shown(ProgramView view, DocumentSet reads, int before) => new(
        before < 0 ? null : Leaf(before),
        [.. view.Steps.Select(step => new ShownRecord(_graph.Steps[step], _graph.Path(_graph.Steps[step].RecordIndex)))],
        [.. view.Documents.Select(Source)],
        reads.Open());

    private SourceClaim Source(DocumentName name) => new(
        name,
        name.Kind == DocumentKind.Constant ? Document(name).Root : null,
        name.Kind == DocumentKind.Leaf ? Leaf(_run.PlaceOf(name.Leaf!)) : null);

    private StatesBody States(ImmutableArray<long> positions)
    {
        // A cheat tells the states of the computation it did, with the constants that it used.
        Derivation derivation = Derive(new ByteReader(name => name.Kind == DocumentKind.Constant ? _used.Read(name.Index) : Document(name).Bytes));
        var states = ImmutableArray.CreateBuilder<ImmutableArray<byte>>(positions.Length);
        ImmutableArray<ulong> state = derivation.Start();
        long at = 0;
        foreach (long position in positions)
        {
            state = derivation.Advance(state, at, position);
            at = position;
            states.Add(StatesPhase.Bytes(state));
        }

        return new StatesBody(states.MoveToImmutable());
    }

    private OpeningsBody Openings(DisputeRequest.Openings request)
    {
        var reads = new DocumentSet(Document);
        Derive(reads).Advance(request.State, request.From, request.To);
        return reads.Open();
    }

    private Derivation Derive(IDocumentReader reader)
    {
        ProgramView view = View(reader);
        Reading reading = Read(view);
        return reading.Derive(new JudgedStep(reading, view), _disputed!.Leaf.Output, _disputed.Element);
    }

    private Reading Read(ProgramView view) => Reading.Of(
        _disputed!.Leaf, view, new Succession(view), _disputed.BeforeIndex < 0 ? null : _run.Names[_disputed.BeforeIndex], _disputed.Share);

    private ProgramView View(IDocumentReader reader) => new(index => _graph.Steps[index], name => ValueHeader.Of(Tensor(name)), reader);

    private Tensor Tensor(DocumentName name) => name.Kind == DocumentKind.Input ? _inputs[name.Index] : _run.Value(name.Leaf!);

    private TiledDocument Document(DocumentName name)
    {
        if (!_documents.TryGetValue(name, out TiledDocument? document))
        {
            document = TiledDocument.Of(name.Kind, name.Kind == DocumentKind.Constant ? _shown.Read(name.Index) : Tensor(name).Bytes);
            _documents.Add(name, document);
        }

        return document;
    }
}
