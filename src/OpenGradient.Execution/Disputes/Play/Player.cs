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
    /// <param name="alteration">What it did otherwise; null for an honest party.</param>
    public Player(Program program, ImmutableArray<Tensor> inputs, IConstantSource shown, IConstantSource used, StepAlteration? alteration)
    {
        _program = program;
        _graph = new ProgramGraph(program);
        _inputs = inputs;
        _shown = shown;
        _used = used;
        _run = new RecordedRun(program, used, inputs, alteration);
    }

    /// <summary>An honest party.</summary>
    public Player(Program program, ImmutableArray<Tensor> inputs, IConstantSource constants)
        : this(program, inputs, constants, constants, null)
    {
    }

    /// <summary>The root of its full trace.</summary>
    public Digest TraceRoot => _run.Root;

    /// <summary>What it says.</summary>
    public IDisputeBody Answer(DisputeRequest request) => request switch
    {
        DisputeRequest.Claim => Claim(),
        DisputeRequest.ProgramBytes => new ProgramBody([.. _program.ToBytes()]),
        DisputeRequest.Children children => Children(children),
        DisputeRequest.Value value => Value(value.Leaf),
        DisputeRequest.Tile tile => new TileBody(Document(tile.Document).Open(tile.Index)),
        DisputeRequest.OpenTile tile => OpenTile(tile),
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
        [.. _graph.Frame.Outputs.Where(static output => output.Kind == DocumentKind.Leaf).Select(output => Leaf(output.Index))]);

    private ClaimedLeaf Leaf(int leaf)
    {
        StepRecord record = _graph.StepOfLeaf(leaf);
        return new ClaimedLeaf(_run.Claim(leaf), record.Index, leaf - record.FirstLeaf, MerkleTree.ProveInclusion(leaf, _run.Leaves.AsSpan()));
    }

    private ChildrenBody Children(DisputeRequest.Children request)
    {
        ReadOnlySpan<Digest> leaves = request.Document is { } document ? Document(document).Leaves : _run.Leaves.AsSpan();
        return new ChildrenBody(request.Range.Left.Hash(leaves), request.Range.Right.Hash(leaves));
    }

    private ValueBody Value(int leaf)
    {
        StepRecord record = _graph.StepOfLeaf(leaf);
        return new ValueBody(RecordFormat.Write(record), _graph.Path(record.RecordIndex), _run.Claim(leaf));
    }

    private OpeningsBody OpenTile(DisputeRequest.OpenTile request)
    {
        TiledDocument document = Document(request.Document);
        return new OpeningsBody([new TileOpening(request.Document, request.Index, document.Open(request.Index), document.Path(request.Index))], []);
    }

    private SourcesBody Sources(DisputeRequest.Sources request)
    {
        _disputed = request;
        ImmutableArray<SourceClaim> claims = [.. request.Record.Documents.Select(Source)];
        var reads = new DocumentSet(Document);
        if (request.Element is { } element)
            Judge().Derive(Step(reads), request.Output, element).Start();
        else
            Judge().Infer(Step(reads), request.Output);
        return new SourcesBody(claims, reads.Open());
    }

    private SourceClaim Source(DocumentName name) => new(
        name,
        name.Kind == DocumentKind.Constant ? Document(name).Root : null,
        name.Kind == DocumentKind.Leaf ? Leaf(name.Index) : null);

    private StatesBody States(ImmutableArray<long> positions)
    {
        // A cheat tells the states of the computation it did, with the constants that it used.
        var used = new ByteReader(name => name.Kind == DocumentKind.Constant ? _used.Read(name.Index) : Document(name).Bytes);
        Derivation derivation = Judge().Derive(Step(used), _disputed!.Output, _disputed.Element!.Value);
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
        Derivation derivation = Judge().Derive(Step(reads), _disputed!.Output, _disputed.Element!.Value);
        derivation.Advance(request.State, request.From, request.To);
        return reads.Open();
    }

    private IJudge Judge() => JudgeRegistry.Find(_disputed!.Record.Operator);

    private JudgedStep Step(IDocumentReader reader) => new(
        _disputed!.Record,
        _disputed.Record.Documents.Where(static name => name.Kind != DocumentKind.Constant).ToDictionary(static name => name, name => ValueHeader.Of(Tensor(name))),
        reader);

    private Tensor Tensor(DocumentName name) => name.Kind == DocumentKind.Input ? _inputs[name.Index] : _run.Value(name.Index);

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
