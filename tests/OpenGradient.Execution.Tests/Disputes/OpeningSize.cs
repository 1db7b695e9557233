using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>How many bytes it takes to open what a judge reads.</summary>
internal static class OpeningSize
{
    /// <summary>The largest message that opens what the frame, or one term, of an element of any output reads: the first, a middle and the last term.</summary>
    public static int Largest(SampleModel model, int outputCount)
    {
        var graph = new ProgramGraph(model.Build());
        var documents = new Dictionary<DocumentName, TiledDocument>();
        TiledDocument Find(DocumentName name) => documents.TryGetValue(name, out TiledDocument? found)
            ? found
            : documents[name] = TiledDocument.Of(name.Kind, name.Kind == DocumentKind.Constant ? model.Read(name.Index) : model.Inputs[name.Index].Bytes);
        ImmutableArray<Tensor> inputs = model.Inputs;
        ProgramView View(IDocumentReader reader) => new(index => graph.Steps[index], name => ValueHeader.Of(inputs[name.Index]), reader);
        Reading Read(ProgramView view, int output, (long, ValueHeader)? element) => Reading.Of(new LeafName(0, output, []), view, new Succession(view), null, element);
        int largest = 0;
        for (int output = 0; output < outputCount; output++)
        {
            ProgramView plain = View(new ByteReader(name => Find(name).Bytes));
            Reading whole = Read(plain, output, null);
            ValueHeader header = whole.Judge.Infer(new JudgedStep(whole, plain), output);
            long element = header.ElementCount / 2;
            Derivation Derive(DocumentSet reads)
            {
                ProgramView view = View(reads);
                Reading reading = Read(view, output, (element, header));
                return reading.Derive(new JudgedStep(reading, view), output, element);
            }

            largest = Math.Max(largest, Largest(Find, Derive));
        }

        return largest;
    }

    /// <summary>Of a derivation: in a state of zeros and in one of ones, so that no earlier term need be carried out.</summary>
    private static int Largest(Func<DocumentName, TiledDocument> find, Func<DocumentSet, Derivation> derive)
    {
        int largest = 0;
        int Bytes(DocumentSet reads) => Envelope.Write(default, Party.A, 20, reads.Open()).Length;
        var frame = new DocumentSet(find);
        long length = derive(frame).Length;
        largest = Bytes(frame);
        foreach (long position in (long[])[0, length / 2, length - 1])
        {
            foreach (ulong word in (ulong[])[0, 1])
            {
                var reads = new DocumentSet(find);
                Derivation derivation = derive(reads);
                derivation.Advance([.. Enumerable.Repeat(word, derivation.WordCount(position))], position, position + 1);
                largest = Math.Max(largest, Bytes(reads));
            }
        }

        return largest;
    }
}
