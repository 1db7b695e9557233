using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>How one element comes about: phases of small equal terms, one after the other, then a last term that makes the element.</summary>
/// <remarks>
/// <para>
/// <b>Positions</b> 0 is before the first term; each term goes one further; <see cref="Length"/> is after the last, where the state is the
/// element's bits alone.
/// </para>
/// <para>
/// <b>State</b> the results of the finished phases, then the lanes of the current one, each a word of 64 bits. A phase is finished as soon
/// as its last term is, so a position has one form of state. It is all that later terms know of earlier ones: two parties that
/// agree on the state at a position agree on everything before it that matters.
/// </para>
/// </remarks>
internal sealed class Derivation(ImmutableArray<Phase> phases, Func<ImmutableArray<ulong>, ulong> finish)
{
    private static readonly ImmutableArray<ulong> NoWords = [];

    /// <summary>An element that one term makes.</summary>
    public Derivation(Func<ulong> element)
        : this([], _ => element())
    {
    }

    /// <summary>A sum of exact products, as a type of whole numbers that wraps.</summary>
    public static Derivation OfInteger(ElementType type, long termCount, Func<long, long> term)
    {
        ulong mask = ulong.MaxValue >> (64 - (8 * type.SizeBytes()));
        return new Derivation([Phase.Chain(termCount, 0L, (k, sum) => unchecked(sum + term(k)))], results => results[0] & mask);
    }

    /// <summary>An exact sum of 64 bits; the last term adds the bias, input 2.</summary>
    public static Derivation OfFixed(JudgedStep step, long channel, long termCount, Func<long, long> term) => new(
        [Phase.Chain(termCount, 0L, (k, sum) => checked(sum + term(k)))],
        results => step.Has(2) ? unchecked((ulong)checked(unchecked((long)results[0]) + step.Input(2).Integer(channel))) : results[0]);

    /// <summary>How many terms there are, the last one included.</summary>
    public long Length { get; } = phases.Sum(static phase => phase.TermCount) + 1;

    /// <summary>The state at position 0.</summary>
    public ImmutableArray<ulong> Start() => Enter(NoWords);

    /// <summary>From the state at one position to that at a later one.</summary>
    public ImmutableArray<ulong> Advance(ImmutableArray<ulong> state, long from, long to)
    {
        for (long position = from; position < to;)
        {
            position = Skip(state, position, to);
            if (position == to)
                break;
            if (position == Length - 1)
                return [finish(state)];
            state = Take(state, ref position, to);
        }

        return state;
    }

    /// <summary>How many words the state at a position has.</summary>
    public int WordCount(long position) => position == Length ? 1 : Locate(position, out _) is var phase && phase < phases.Length
        ? phase + phases[phase].Initial.Length
        : phases.Length;

    /// <summary>Goes over terms that change nothing, up to the last one of their phase.</summary>
    private long Skip(ImmutableArray<ulong> state, long position, long to)
    {
        int index = Locate(position, out long term);
        bool isSettled = index < phases.Length && phases[index].IsSettled is { } settled && settled([.. state[index..]]);
        return isSettled ? Math.Min(to, position + phases[index].TermCount - 1 - term) : position;
    }

    /// <summary>Takes in terms of one phase: up to its end, or up to where no further one changes anything.</summary>
    private ImmutableArray<ulong> Take(ImmutableArray<ulong> state, ref long position, long to)
    {
        int index = Locate(position, out long term);
        Phase phase = phases[index];
        ImmutableArray<ulong> results = state[..index];
        ulong[] lanes = [.. state[index..]];
        long end = Math.Min(phase.TermCount, term + to - position);
        position -= term;
        do
            phase.Take(term++, results, lanes);
        while (term < end && phase.IsSettled?.Invoke(lanes) != true);
        position += term;
        return term == phase.TermCount ? Enter([.. results, phase.Finish(results, lanes)]) : [.. results, .. lanes];
    }

    /// <summary>Goes on to the next phase that has terms.</summary>
    private ImmutableArray<ulong> Enter(ImmutableArray<ulong> results)
    {
        while (results.Length < phases.Length && phases[results.Length].TermCount == 0)
            results = results.Add(phases[results.Length].Finish(results, [.. phases[results.Length].Initial]));
        return results.Length < phases.Length ? results.AddRange(phases[results.Length].Initial) : results;
    }

    private int Locate(long position, out long term)
    {
        term = position;
        int index = 0;
        while (index < phases.Length && term >= phases[index].TermCount)
            term -= phases[index++].TermCount;
        return index;
    }
}
