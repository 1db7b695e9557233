using System.Globalization;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>FindSequences</c>, in the expansion of <c>TfIdf</c>: what is counted for the numbers of a row at a distance from each other. Inputs: x, counts, indexes, pool.</summary>
/// <remarks>
/// x [(n,) l] → i32 [(n,) distances, l, grams]: for each distance from 1 on, first number, and sequence length from <c>min_gram</c> on, the index of the last listed sequence
/// with these numbers, -1 if there is none. A term is one number of one listed sequence. Lanes: 1 if it has differed so far; the number of the sequence found, from 1 on.
/// </remarks>
internal sealed class FindSequencesJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "FindSequences";

    private const ulong None = uint.MaxValue; // -1

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Int32, Shapes.ToImmutable([.. step.Input(0).Shape[..^1], .. new SequenceSearch(step).Shape]));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        var search = new SequenceSearch(step);
        ValueHeader header = Infer(step, 0);
        var known = new Dictionary<(int Gram, string Numbers), int>();
        for (int gram = search.Least; gram < search.Least + search.Shape[2]; gram++)
        {
            ListedSequences listed = search.Listed(gram);
            for (long sequence = 0; sequence < listed.Count; sequence++)
                known[(gram, Join(Enumerable.Range(0, gram).Select(k => listed.Number(sequence, k))))] = (int)listed.Index(sequence);
        }

        int[] found = new int[header.ElementCount];
        for (int element = 0; element < found.Length; element++)
        {
            SoughtSequence sought = search.At(element);
            found[element] = sought.Exists && known.TryGetValue((sought.Length, Join(Enumerable.Range(0, sought.Length).Select(sought.Number))), out int index) ? index : -1;
        }

        return Tensor.Create<int>(header.Type, header.Shape, found);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var search = new SequenceSearch(step);
        SoughtSequence sought = search.At(element);
        if (!sought.Exists)
            return new Derivation(static () => None);
        ListedSequences listed = search.Listed(sought.Length);
        void Take(long term, ulong[] lanes)
        {
            (long sequence, long at) = Math.DivRem(term, sought.Length);
            if (lanes[0] == 0 && listed.Number(sequence, (int)at) != sought.Number((int)at))
                lanes[0] = 1;
            if (at < sought.Length - 1)
                return;
            if (lanes[0] == 0)
                lanes[1] = (ulong)sequence + 1;
            lanes[0] = 0;
        }

        var pass = new Phase(listed.Count * sought.Length, [0, 0], (term, _, lanes) => Take(term, lanes), static lanes => lanes[1]);
        return new Derivation([pass], results => results[0] == 0 ? None : (ulong)listed.Index((long)results[0] - 1));
    }

    private static string Join(IEnumerable<long> numbers) => string.Join(',', numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)));
}
