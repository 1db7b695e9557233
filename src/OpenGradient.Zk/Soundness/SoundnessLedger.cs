using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Soundness;

/// <summary>The sum of all that a false claim can get by with, term by term; proof-1 section 13.</summary>
/// <remarks>
/// The transcript keeps it: whoever draws a challenge says how many values of it a false claim could live on, so that none is forgotten. It depends on the statement
/// and on nothing in a proof. Whole numbers only, rounded up.
/// </remarks>
internal sealed class SoundnessLedger
{
    /// <summary>Errors are counted in 2^-256.</summary>
    public const int UnitBits = 256;

    private readonly List<SoundnessTerm> _terms = [];
    private (BigInteger Count, int LogDenominator, BigInteger Error) _last; // of challenges: thousands in a row are drawn alike

    /// <summary>The part of the proof that comes next.</summary>
    public string Part { get; set; } = "statement";

    public IReadOnlyList<SoundnessTerm> Terms => _terms;

    public BigInteger Error => _terms.Aggregate(BigInteger.Zero, static (sum, term) => sum + term.Error);

    /// <summary>Whether a false statement passes with a probability of at most 2^-<paramref name="bits"/>.</summary>
    public bool Reaches(int bits) => Error <= BigInteger.One << (UnitBits - bits);

    /// <summary>The same terms but those of one rule.</summary>
    public SoundnessLedger Without(SoundnessRule rule)
    {
        SoundnessLedger others = new();
        others._terms.AddRange(_terms.Where(term => term.Rule != rule));
        return others;
    }

    /// <summary>So many values out of E, after so much work.</summary>
    public void AddChallenge<TExtension>(SoundnessRule rule, BigInteger count, int workBits)
        where TExtension : struct, IExtension<TExtension>
    {
        int logDenominator = (128 * TExtension.Degree) + workBits;
        if (_last.Count != count || _last.LogDenominator != logDenominator)
            _last = (count, logDenominator, RoundUp(count * Sources<TExtension>.Most, logDenominator));
        Add(rule, _last.Error);
    }

    /// <summary>That none of so many queries, after so much work, falls on more than δ = (1 - 2^-b) / 2 of the places.</summary>
    public void AddQueries(int logInverseRate, int queryCount, int workBits) => AddQueries([new CommitmentShape(0, 0, logInverseRate)], queryCount, workBits);

    /// <summary>That none of so many queries, after so much work, falls on more than δ of the places, δ = (1 - rate) / 2 being that of the code that is least far apart.</summary>
    public void AddQueries(IEnumerable<CommitmentShape> shapes, int queryCount, int workBits)
    {
        (BigInteger passed, BigInteger of) = (BigInteger.Zero, BigInteger.One);
        foreach (CommitmentShape shape in shapes)
        {
            BigInteger places = BigInteger.One << shape.LogCodeElements;
            BigInteger passing = places + shape.RowElements + shape.BlindElements;
            if (passing * of > passed * 2 * places)
                (passed, of) = (passing, 2 * places);
        }

        int logOf = (int)of.GetBitLength() - 1;
        Add(SoundnessRule.Queries, RoundUp(BigInteger.Pow(passed, queryCount) << UnitBits, (logOf * queryCount) + workBits));
    }

    /// <summary>What was left out counts as if it always passed.</summary>
    public void AddCertainty() => Add(SoundnessRule.Size, BigInteger.One << UnitBits);

    /// <summary>The largest whole number of hundredths b with error ≤ 2^-b.</summary>
    public static int CentiBitsOf(BigInteger error)
    {
        if (error.IsZero)
            return 100 * UnitBits;
        // error^100 ≤ 2^(100 · 256 - b): the bit length says it without a logarithm.
        BigInteger power = BigInteger.Pow(error, 100);
        return (100 * UnitBits) - (int)(power - 1).GetBitLength();
    }

    private void Add(SoundnessRule rule, BigInteger error)
    {
        if (error.IsZero)
            return;
        int known = _terms.Count - 1;
        while (known >= 0 && (_terms[known].Rule != rule || _terms[known].Part != Part))
            known--;
        if (known < 0)
            _terms.Add(new(Part, rule, error));
        else
            _terms[known] = _terms[known] with { Error = _terms[known].Error + error };
    }

    private static BigInteger RoundUp(BigInteger numerator, int logDenominator) => numerator.IsZero ? 0 : ((numerator - 1) >> logDenominator) + 1;

    private static class Sources<TExtension>
        where TExtension : struct, IExtension<TExtension>
    {
        /// <summary>Of how many drawn bytes a number of E comes at most, in units: worked out once, for there are thousands of challenges.</summary>
        // SPEC: a coefficient is 16 bytes modulo p, so each of its values comes from at most ⌊2^128 / p⌋ + 1 of 2^128.
        public static readonly BigInteger Most = BigInteger.Pow(((BigInteger.One << 128) / Goldilocks.Modulus) + 1, TExtension.Degree) << UnitBits;
    }
}
