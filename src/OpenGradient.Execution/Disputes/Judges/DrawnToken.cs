using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>The token that a draw takes at a temperature above 0: phases over a row of logits.</summary>
/// <remarks>
/// <code>
/// g; topK below the vocabulary: the candidate of rank topK - 1; topP below 1: the sum of weights, the candidate that reaches its share;
/// minP above 0: the last candidate with that share of the greatest weight; the sum, the candidate that the draw falls to
/// </code>
/// A candidate is found by the eight digits of four bits of its key, which ascends as logits descend, then by its place among equal ones: nine phases, of which
/// the last gives its place. Candidates beyond one that was found are kept no more.
/// </remarks>
/// <param name="settings">The settings.</param>
/// <param name="vocabulary">How many logits there are.</param>
/// <param name="logit">Reads a logit; never NaN.</param>
/// <param name="isAllowed">Whether a token may come.</param>
internal sealed class DrawnToken(SamplingSettings settings, long vocabulary, Func<long, float> logit, Func<long, bool> isAllowed)
{
    private const int DigitBits = 4;
    private const int DigitCount = 1 << DigitBits;
    private const int PassCount = 32 / DigitBits;
    private const float WeightOfOne = 2147483648f; // 2^31
    private const double ShareOfOne = 4294967296.0; // 2^32

    private readonly List<Phase> _phases = [];
    private readonly List<Func<ImmutableArray<ulong>, ulong>> _bounds = []; // from results to the last candidates kept, by their order

    /// <summary>Which phase gives the sum of the weights that the draw falls into; 0 if no token may come.</summary>
    public int WholeSum { get; private set; }

    /// <summary>The phases; the last one's result is the token.</summary>
    /// <param name="draw">The number of the random stream.</param>
    public ImmutableArray<Phase> Phases(ulong draw)
    {
        _phases.Add(Phase.Chain(vocabulary, float.NegativeInfinity, (term, _, greatest) => isAllowed(term) && logit(term) > greatest ? logit(term) : greatest));
        if (settings.TopK > 0 && settings.TopK < vocabulary)
            Search(static (_, _) => 1, _ => (ulong)settings.TopK - 1);
        ulong share = (ulong)(settings.TopP * ShareOfOne);
        if (share < ShareOfOne)
        {
            int sum = AddSum();
            Search(Weight, results => (ulong)UInt128.Max(((UInt128)share * results[sum] + ((1UL << 32) - 1)) >> 32, 1) - 1);
        }

        ulong least = (ulong)(settings.MinP * ShareOfOne);
        if (least > 0)
            AddLast((token, results) => 2 * Weight(token, results) >= least);
        WholeSum = AddSum();
        Search(Weight, results => (ulong)(((UInt128)draw * results[WholeSum]) >> 64));
        return [.. _phases];
    }

    /// <summary>The weight of a token; 0 for what is no candidate.</summary>
    private ulong Weight(long token, ImmutableArray<ulong> results)
    {
        if (!isAllowed(token))
            return 0;
        float greatest = ElementBits.Float(results[0]);
        float x = logit(token);
        float exponential = x == greatest ? 1f : Exp.Of((x - greatest) / settings.Temperature);
        return float.IsNaN(exponential) ? 0 : (uint)(exponential * WeightOfOne);
    }

    private int AddSum()
    {
        int boundCount = _bounds.Count;
        _phases.Add(Phase.Words(vocabulary, 0, (term, results, sum) => sum + Kept(term, results, boundCount, Weight)));
        return _phases.Count - 1;
    }

    /// <summary>Adds the phase that finds the last of the candidates of whom something holds. It holds of the first one.</summary>
    private void AddLast(Func<long, ImmutableArray<ulong>, bool> holds)
    {
        (int place, int boundCount) = (_phases.Count, _bounds.Count);
        _phases.Add(Phase.Words(
            vocabulary, 0, (term, results, last) => Kept(term, results, boundCount, static (_, _) => 1) > 0 && holds(term, results) ? Math.Max(last, Order(term)) : last));
        _bounds.Add(results => results[place]);
    }

    /// <summary>Adds the phases that find the first candidate at which the running sum of measures exceeds a number; if none does, all stay kept.</summary>
    private void Search(Func<long, ImmutableArray<ulong>, ulong> measure, Func<ImmutableArray<ulong>, ulong> target)
    {
        (int start, int boundCount) = (_phases.Count, _bounds.Count);
        for (int pass = 0; pass < PassCount; pass++)
            _phases.Add(Digit(start, pass, (term, results) => Kept(term, results, boundCount, measure), target));
        _phases.Add(Place(start, (term, results) => Kept(term, results, boundCount, measure)));
        _bounds.Add(results => ((ulong)Prefix(results, start, PassCount) << 32) | (uint)results[start + PassCount]);
    }

    /// <summary>A result holds a digit in its low bits, above it what is left of the number.</summary>
    private Phase Digit(int start, int pass, Func<long, ImmutableArray<ulong>, ulong> measure, Func<ImmutableArray<ulong>, ulong> target) => new(
        vocabulary,
        [.. new ulong[DigitCount]],
        (term, results, lanes) =>
        {
            uint digits = Key(term) >> (32 - (DigitBits * (pass + 1)));
            if (digits >> DigitBits == Prefix(results, start, pass))
                lanes[digits % DigitCount] += measure(term, results);
        },
        (results, lanes) =>
        {
            ulong left = pass == 0 ? target(results) : results[start + pass - 1] >> DigitBits;
            int digit = 0;
            while (digit < DigitCount - 1 && left >= lanes[digit])
                left -= lanes[digit++];
            return (left << DigitBits) | (uint)digit;
        });

    /// <summary>The place among candidates of one key: the sum so far, and the place, which stays when the sum has exceeded what was left.</summary>
    private Phase Place(int start, Func<long, ImmutableArray<ulong>, ulong> measure) => new(
        vocabulary,
        [0, 0],
        (term, results, lanes) =>
        {
            ulong left = results[start + PassCount - 1] >> DigitBits;
            if (Key(term) != Prefix(results, start, PassCount) || lanes[0] > left)
                return;
            lanes[0] += measure(term, results);
            lanes[1] = (ulong)term;
        },
        static lanes => lanes[1]);

    /// <summary>The measure of a candidate that is not beyond the last ones kept; otherwise 0.</summary>
    private ulong Kept(long token, ImmutableArray<ulong> results, int boundCount, Func<long, ImmutableArray<ulong>, ulong> measure)
    {
        ulong order = Order(token);
        for (int bound = 0; bound < boundCount; bound++)
        {
            if (order > _bounds[bound](results))
                return 0;
        }

        return Weight(token, results) == 0 ? 0 : measure(token, results);
    }

    /// <summary>A whole number that ascends in the order of candidates.</summary>
    private ulong Order(long token) => ((ulong)Key(token) << 32) | (uint)token;

    /// <summary>A whole number that ascends as the logits descend; -0 as +0.</summary>
    private uint Key(long token)
    {
        float x = logit(token);
        uint bits = x == 0f ? 0 : BitConverter.SingleToUInt32Bits(x);
        return (bits & 0x80000000) != 0 ? bits : ~(bits | 0x80000000);
    }

    private static uint Prefix(ImmutableArray<ulong> results, int start, int count)
    {
        uint prefix = 0;
        for (int pass = 0; pass < count; pass++)
            prefix = (prefix << DigitBits) | (uint)(results[start + pass] % DigitCount);
        return prefix;
    }
}
