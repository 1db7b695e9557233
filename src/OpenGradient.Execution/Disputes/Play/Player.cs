using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A party of a dispute: stands by its recorded run, right or wrong, and answers every request from it.</summary>
internal sealed class Player
{
    private readonly Program _program;
    private readonly DisputedAnswer? _answer;
    private readonly ImmutableArray<Tensor> _inputs;
    private readonly IConstantSource _shown;
    private readonly IConstantSource _used;
    private readonly Conduct _conduct;
    private readonly ExecutionOptions _execution;
    private readonly RecordedRun _whole;
    private readonly Dictionary<DocumentName, TiledDocument> _documents = [];
    private RecordedRun _run; // what is disputed: that of the Program, or of an expansion
    private DisputeRequest.Sources? _disputed;
    private RowTrace? _rows;
    private Digest[]? _receiptHashes;

    /// <param name="program">The Program.</param>
    /// <param name="inputs">The inputs that both parties agree on.</param>
    /// <param name="shown">The constants that the party shows when it must.</param>
    /// <param name="used">The constants that it ran with; an honest party's are the same.</param>
    /// <param name="conduct">How it ran.</param>
    /// <param name="answer">The answer in dispute; null if there is none.</param>
    /// <param name="recording">How its run is recorded; null for the usual way.</param>
    public Player(
        Program program, ImmutableArray<Tensor> inputs, IConstantSource shown, IConstantSource used, Conduct conduct, DisputedAnswer? answer = null, Recording? recording = null)
    {
        _program = program;
        _answer = answer;
        _inputs = inputs;
        _shown = new JoinedConstants(shown);
        _used = ReferenceEquals(shown, used) ? _shown : new JoinedConstants(used);
        _conduct = conduct;
        _execution = recording?.Execution ?? ExecutionOptions.Default;
        _whole = _run = RecordedRun.Of(answer?.Extend(program) ?? program, _used, inputs, conduct, recording);
        ReceiptLeaves = [.. _whole.Names.Zip(_whole.Leaves.AsEnumerable()).Where(leaf => _whole.Graph.Steps[leaf.First.Step].IsTraced)];
    }

    /// <summary>An honest party.</summary>
    public Player(Program program, ImmutableArray<Tensor> inputs, IConstantSource constants, DisputedAnswer? answer = null, Recording? recording = null)
        : this(program, inputs, constants, constants, Conduct.Honest, answer, recording)
    {
    }

    /// <summary>Its run of the Program.</summary>
    public RecordedRun Run => _whole;

    /// <summary>The leaves that its receipt binds: those of traced steps. A cheat sets others.</summary>
    public ImmutableArray<(LeafName Name, Digest Hash)> ReceiptLeaves { get; init; }

    /// <summary>The rows that its receipt binds, if the Program is causal. A cheat sets others.</summary>
    [AllowNull]
    public RowTrace Rows
    {
        get => _rows ??= RowTrace.Of(_whole);
        init => _rows = value;
    }

    /// <summary>Its rows with another element in one of them, for a cheat to bind.</summary>
    public RowTrace RowsWithOther(int position, int index) => Rows.WithOther(_whole, position, index);

    /// <summary>Whether the terms have a receipt.</summary>
    public bool HasReceipt { get; init; }

    /// <summary>The trace that its receipt binds.</summary>
    public TraceClaim Receipt => new(MerkleTree.Root(ReceiptHashes), ReceiptHashes.Length);

    private Digest[] ReceiptHashes => _receiptHashes ??= _program.Sequence is not null ? Rows.Hashes : [.. ReceiptLeaves.Select(static leaf => leaf.Hash)];

    /// <summary>The last token that it would choose.</summary>
    public int LastChosen => Choice() is { } choice ? BinaryPrimitives.ReadInt32LittleEndian(_whole.Value(choice).Bytes.AsSpan()[^sizeof(int)..]) : throw new InvalidOperationException("There is no answer.");

    /// <summary>The root of its full trace.</summary>
    public Digest TraceRoot => _whole.Root;

    /// <summary>Which leaves its full trace has, in order.</summary>
    public ImmutableArray<LeafName> Trace => _whole.Names;

    /// <summary>How many these are.</summary>
    public int LeafCount => Trace.Length;

    /// <summary>Which leaf is at a place of its trace; null beyond the last.</summary>
    public LeafName? NameAt(int index) => index < LeafCount ? Trace[index] : null;

    /// <summary>A leaf of the run that is being disputed, and its operator: that of the Program, or of an expansion.</summary>
    public string? Disputed(int index) =>
        index < _run.Names.Length ? $"{DocumentName.Of(_run.Names[index])} ({_run.Graph.Steps[_run.Names[index].Step].Operator})" : null;

    /// <summary>The position of a text that an element of a value belongs to; null if the value has no rows.</summary>
    public int? PositionOf(LeafName leaf, long element)
    {
        ValueHeader value = _whole.Claim(_whole.PlaceOf(leaf)).Header;
        StepRecord step = _whole.Graph.Steps[leaf.Step];
        if (step.Operator == AnswerOperators.TokenText)
            return null;
        int first = _answer is not null && AnswerOperators.Has(step.Operator) ? _answer.PromptCount - 1 : 0;
        return value.Shape is [> 0 and var rows, ..] && value.ElementCount > 0 ? first + (int)(element / (value.ElementCount / rows)) : null;
    }

    /// <summary>What it says.</summary>
    public IDisputeBody Answer(DisputeRequest request) => request switch
    {
        DisputeRequest.Claim => Claim(),
        DisputeRequest.ProgramBytes => new ProgramBody([.. _program.ToBytes()]),
        DisputeRequest.Prefix prefix => Prefix(prefix.Count, LeavesOf(prefix.OfReceipt)),
        DisputeRequest.Place place => Place(place.Index),
        DisputeRequest.Row row => new RowBody([.. TraceEntry.Write(Rows.Entries[row.Position].AsSpan())]),
        DisputeRequest.Entry entry => Entry(entry.Position, entry.Index),
        DisputeRequest.Part part => Part(part),
        DisputeRequest.Children children => Children(children),
        DisputeRequest.Value value => new ValueBody(_run.Names[value.Leaf], _run.Claim(value.Leaf)),
        DisputeRequest.Tile tile => new TileBody(Document(tile.Document).Open(tile.Index)),
        DisputeRequest.OpenTile tile => OpenTile(tile),
        DisputeRequest.Successor successor => Successor(successor.Index),
        DisputeRequest.Sources sources => Sources(sources),
        DisputeRequest.Expansion => Expand(),
        DisputeRequest.States states => States(states.Positions),
        DisputeRequest.Openings openings => Openings(openings),
        _ => throw new ArgumentException("A request of an unknown kind.", nameof(request)),
    };

    private ClaimBody Claim() => new(
        _run.Graph.Root,
        RecordFormat.Write(_run.Graph.Frame),
        _run.Graph.Path(0),
        _run.Root,
        LeafCount,
        HasReceipt ? Receipt : null,
        [.. _run.Graph.Frame.Outputs.OfType<ValueReference.Made>().Select(made => Leaf(_run, _run.PlaceOf(new LeafName(made.Step, made.Output, []))))]);

    private static ClaimedLeaf Leaf(RecordedRun run, int index) => new(run.Claim(index), run.Names[index], index, MerkleTree.ProveInclusion(index, run.Leaves.AsSpan()));

    private static PrefixBody Prefix(int count, ReadOnlySpan<Digest> leaves) => count == 0
        ? new PrefixBody(MerkleTree.EmptyRoot, [])
        : new PrefixBody(MerkleTree.Root(leaves[..count]), MerklePrefix.Prove(count, leaves));

    private LeafName? Choice() => Trace.LastOrDefault(leaf => _whole.Graph.Steps[leaf.Step].Operator == AnswerOperators.Choose);

    private ReadOnlySpan<Digest> LeavesOf(bool receipt) => receipt ? ReceiptHashes : _run.Leaves.AsSpan();

    private PlaceBody Place(int index)
    {
        if (index == ReceiptLeaves.Length)
            return new PlaceBody(index == 0 ? null : Placed(index - 1), null, null);
        StepRecord step = _run.Graph.Steps[ReceiptLeaves[index].Name.Step];
        return new PlaceBody(index == 0 ? null : Placed(index - 1), Placed(index), new ShownRecord(step, _run.Graph.Path(step.RecordIndex)));
    }

    private PlacedLeaf Placed(int index) => new(Leaf(_run, _run.PlaceOf(ReceiptLeaves[index].Name)), MerkleTree.ProveInclusion(index, ReceiptHashes));

    private EntryBody Entry(int position, int index)
    {
        ImmutableArray<TraceEntry> leaf = Rows.Entries[position];
        if (index == leaf.Length)
            return new EntryBody(null, null);
        LeafName name = leaf[index].Leaf;
        StepRecord step = _run.Graph.Steps[name.Step];
        return new EntryBody(Leaf(_run, _run.PlaceOf(name)), new ShownRecord(step, _run.Graph.Path(step.RecordIndex)));
    }

    private OpeningsBody Part(DisputeRequest.Part part)
    {
        var reads = new DocumentSet(Document);
        reads.Read(part.Document, part.Offset, new byte[part.ByteCount]);
        return reads.Open();
    }

    private ChildrenBody Children(DisputeRequest.Children request)
    {
        ReadOnlySpan<Digest> leaves = request.Document is { } document ? Document(document).Leaves : LeavesOf(request.OfReceipt);
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
        _ = index == 0 ? way.First(_run.Graph.Frame) : way.After(_run.Names[index - 1]);
        return Shown(view, reads, index - 1);
    }

    private SourcesBody Sources(DisputeRequest.Sources request)
    {
        _disputed = request;
        var reads = new DocumentSet(Document);
        ProgramView view = View(reads);
        Reading reading = Read(view);
        var step = new JudgedStep(reading, view);
        if (reading.Expand(step, ofHeader: request.Element is null) is not null)
            return Shown(view, reads, -1);
        Look(reading, step, request);
        return Shown(view, reads, reading.Record.IsLoop ? request.BeforeIndex : -1);
    }

    /// <summary>Reads what the way of the derivation, or the header, depends on.</summary>
    private static void Look(Reading reading, JudgedStep step, DisputeRequest.Sources request)
    {
        if (request.Element is not null || reading.Judge is ISizeJudge)
            reading.Derive(step, request.Leaf.Output, request.Element).Start();
        else
            reading.Judge.Infer(step, request.Leaf.Output);
    }

    private SourcesBody Shown(ProgramView view, DocumentSet reads, int before) => new(
        before < 0 ? null : Leaf(_run, before),
        [.. view.Steps.Select(step => new ShownRecord(_run.Graph.Steps[step], _run.Graph.Path(_run.Graph.Steps[step].RecordIndex)))],
        [.. view.Documents.Select(Source)],
        reads.Open());

    private SourceClaim Source(DocumentName name) => new(
        name,
        name.Kind == DocumentKind.Constant ? Document(name).Root : null,
        name.Kind is DocumentKind.Leaf or DocumentKind.Outer ? Leaf(RunOf(name), RunOf(name).PlaceOf(name.Leaf!)) : null);

    private RecordedRun RunOf(DocumentName name) => name.Kind == DocumentKind.Outer ? _whole : _run;

    private ExpansionBody Expand()
    {
        ProgramView view = View(new ByteReader(name => Bytes(name, _shown)));
        Reading reading = Read(view);
        Expansion expansion = reading.Expand(new JudgedStep(reading, view), ofHeader: _disputed!.Element is null)!;
        ProgramGraph graph = expansion.Graph();
        var output = (ValueReference.Made)graph.Frame.Outputs[_disputed.Leaf.Output];
        var name = new LeafName(output.Step, output.Output, []);

        Tensor claimed = _run.Value(_disputed.Leaf);
        _run = new RecordedRun(graph, _used, Tensor, _conduct.OfExpansion(name, claimed), new Recording { Execution = _execution });
        foreach (DocumentName leaf in _documents.Keys.Where(static document => document.Kind == DocumentKind.Leaf).ToArray())
            _documents.Remove(leaf);
        return new ExpansionBody(new TraceClaim(_run.Root, _run.Names.Length), Leaf(_run, _run.PlaceOf(name)));
    }

    private StatesBody States(ImmutableArray<long> positions)
    {
        // A cheat tells the states of the computation it did, with the constants that it used.
        Derivation derivation = Derive(new ByteReader(name => Bytes(name, _used)));
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

    private ProgramView View(IDocumentReader reader) => new(index => _run.Graph.Steps[index], name => ValueHeader.Of(Tensor(name)), reader);

    private Tensor Tensor(DocumentName name) => name.Kind switch
    {
        DocumentKind.Input => _inputs[name.Index],
        DocumentKind.Outer => _whole.Value(name.Leaf!),
        _ => _run.Value(name.Leaf!),
    };

    private ReadOnlyMemory<byte> Bytes(DocumentName name, IConstantSource constants) => name.Kind switch
    {
        DocumentKind.Constant => constants.Read(name.Index),
        DocumentKind.Row => Rows.Bytes(name, _run),
        _ => Tensor(name).Bytes,
    };

    private TiledDocument Document(DocumentName name)
    {
        if (!_documents.TryGetValue(name, out TiledDocument? document))
        {
            document = TiledDocument.Of(name.Kind, Bytes(name, _shown));
            _documents.Add(name, document);
        }

        return document;
    }
}
