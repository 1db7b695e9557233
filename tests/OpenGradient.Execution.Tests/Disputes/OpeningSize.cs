using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>How many bytes it takes to open what judges read in a run.</summary>
internal sealed class OpeningSize
{
    private readonly RecordedRun _run;
    private readonly IConstantSource _constants;
    private readonly Func<DocumentName, Tensor> _given;
    private readonly Dictionary<DocumentName, TiledDocument> _documents = [];

    private OpeningSize(RecordedRun run, IConstantSource constants, Func<DocumentName, Tensor> given) => (_run, _constants, _given) = (run, constants, given);

    /// <summary>Whether a step was judged by its expansion.</summary>
    public bool HasExpansion { get; private set; }

    /// <summary>The largest message that opens what the frame, or one term, of an element of any output reads: the first, a middle and the last term.</summary>
    public int Bytes { get; private set; }

    public static OpeningSize Of(SampleModel model)
    {
        var run = RecordedRun.Of(model.Build(), model, model.Inputs, Conduct.Honest);
        var size = new OpeningSize(run, model, name => model.Inputs[name.Index]);
        size.Measure();
        return size;
    }

    /// <summary>One leaf of each output of each step.</summary>
    private void Measure()
    {
        foreach (LeafName leaf in _run.Names.GroupBy(static name => (name.Step, name.Output)).Select(static group => group.Last()))
        {
            int before = _run.PlaceOf(leaf) - leaf.Output - 1;
            Reading Read(ProgramView view, (long, ValueHeader)? element) => Reading.Of(leaf, view, new Succession(view), before < 0 ? null : _run.Names[before], element);
            ProgramView plain = View(new ByteReader(name => Find(name).Bytes));
            Reading whole = Read(plain, null);
            ValueHeader header = ValueHeader.Of(_run.Value(leaf));
            if (whole.Expand(new JudgedStep(whole, plain), ofHeader: false) is { } expansion)
                Measure(expansion);
            else if (header.ElementCount > 0)
                Measure(reads => View(reads) is var view && Read(view, (header.ElementCount / 2, header)) is var reading ? reading.Derive(new JudgedStep(reading, view), leaf.Output, header.ElementCount / 2) : null!);
        }
    }

    private void Measure(Expansion expansion)
    {
        Tensor Given(DocumentName name) => name.Kind == DocumentKind.Outer ? _run.Value(name.Leaf!) : _given(name);
        var inner = new OpeningSize(new RecordedRun(expansion.Graph(), _constants, Given, Conduct.Honest), _constants, Given);
        inner.Measure();
        (HasExpansion, Bytes) = (true, Math.Max(Bytes, inner.Bytes));
    }

    /// <summary>Of a derivation: in a state of zeros and in one of ones, so that no earlier term need be carried out.</summary>
    private void Measure(Func<DocumentSet, Derivation> derive)
    {
        var frame = new DocumentSet(Find);
        long length = derive(frame).Length;
        Measure(frame);
        foreach (long position in (long[])[0, length / 2, length - 1])
        {
            foreach (ulong word in (ulong[])[0, 1])
            {
                var reads = new DocumentSet(Find);
                Derivation derivation = derive(reads);
                ImmutableArray<ulong> state = [.. Enumerable.Repeat(word, derivation.WordCount(position))];
                derivation.Advance(state, position, position + 1);
                Measure(reads);
            }
        }
    }

    private void Measure(DocumentSet reads) => Bytes = Math.Max(Bytes, Envelope.Write(default, Party.A, 20, reads.Open()).Length);

    private ProgramView View(IDocumentReader reader) => new(index => _run.Graph.Steps[index], name => ValueHeader.Of(Value(name)), reader);

    private Tensor Value(DocumentName name) => name.Kind == DocumentKind.Leaf ? _run.Value(name.Leaf!) : _given(name);

    private TiledDocument Find(DocumentName name) => _documents.TryGetValue(name, out TiledDocument? found)
        ? found
        : _documents[name] = TiledDocument.Of(name.Kind, name.Kind == DocumentKind.Constant ? _constants.Read(name.Index) : Value(name).Bytes);
}
