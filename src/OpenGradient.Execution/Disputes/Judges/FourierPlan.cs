using System.Collections.Immutable;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>One result of a Fourier transform of exec-1 (section 19, <c>Dft</c>): the order in which numbers of the line come to it, and what is done with each.</summary>
/// <remarks>
/// Result k takes at level l the part q_l of the split by the prime p_l: k_0 = k, q_l = k_l mod p_l, k_(l + 1) = ⌊k_l / p_l⌋. Number i of level l + 1 is a
/// sum of p_l numbers of level l, then turned; at the last level there is one number, the result. Term t has the digits r_0, r_1, … in the bases p_0, p_1, …,
/// r_0 the fastest; it brings in number Σ r_l · n_(l + 1) of the line, so each sum has its numbers one after the other.
/// </remarks>
internal sealed class FourierPlan
{
    private readonly ElementType _type;
    private readonly int _length;
    private readonly bool _isInverse;
    private readonly ImmutableArray<Level> _levels;

    /// <param name="type">The type that sums are made in.</param>
    /// <param name="length">Numbers in the line; at least one.</param>
    /// <param name="result">Which result.</param>
    /// <param name="isInverse">Whether turns go the other way.</param>
    public FourierPlan(ElementType type, int length, int result, bool isInverse)
    {
        (_type, _length, _isInverse, Rules) = (type, length, isInverse, NumberRules.Of(type));
        var levels = ImmutableArray.CreateBuilder<Level>();
        for (int rest = length; rest > 1 || levels.Count == 0; rest = levels[^1].PartLength)
        {
            int factor = rest == 1 ? 1 : FourierCost.SmallestFactor(rest);
            levels.Add(new Level(factor, rest / factor, result % factor));
            result /= factor;
        }

        _levels = levels.DrainToImmutable();
    }

    /// <summary>The arithmetic of the sums.</summary>
    public NumberRules Rules { get; }

    /// <summary>How many sums there are; each has two words, real and imaginary.</summary>
    public int LevelCount => _levels.Length;

    /// <summary>Takes in a term: a sum that is complete is turned and taken by the next one, and begins anew; the last one stays.</summary>
    public void Take(long term, Func<long, (ulong Re, ulong Im)> number, ulong[] lanes)
    {
        int[] digits = new int[LevelCount];
        long place = 0; // of the number in the line, then in the parts
        for (int level = 0; level < digits.Length; level++)
        {
            (term, long digit) = Math.DivRem(term, _levels[level].Factor);
            digits[level] = (int)digit;
            place += digit * _levels[level].PartLength;
        }

        (ulong Re, ulong Im) value = number(place);
        for (int level = 0; level < digits.Length; level++)
        {
            (int factor, int partLength, int part) = _levels[level];
            place -= (long)digits[level] * partLength;
            int stride = _length / (factor * partLength);
            (ulong Re, ulong Im) sum = digits[level] == 0 ? value : Add((lanes[2 * level], lanes[(2 * level) + 1]), Turn((long)digits[level] * part % factor * partLength * stride, value));
            bool isComplete = digits[level] == factor - 1;
            if (isComplete && place * part != 0)
                sum = Turn(place * part * stride, sum);
            bool staysHere = !isComplete || level == digits.Length - 1;
            (lanes[2 * level], lanes[(2 * level) + 1]) = staysHere ? sum : (0, 0);
            if (staysHere)
                return;
            value = sum;
        }
    }

    private (ulong Re, ulong Im) Add((ulong Re, ulong Im) x, (ulong Re, ulong Im) y) => (Rules.Add(x.Re, y.Re), Rules.Add(x.Im, y.Im));

    /// <summary>A number times w(turn, length).</summary>
    private (ulong Re, ulong Im) Turn(long turn, (ulong Re, ulong Im) x)
    {
        (double c, double s) = UnitCircle.At(turn, _length);
        (ulong cos, ulong sin) = (Word(c), Word(_isInverse ? s : -s));
        return (Rules.Sub(Rules.Mul(cos, x.Re), Rules.Mul(sin, x.Im)), Rules.Add(Rules.Mul(cos, x.Im), Rules.Mul(sin, x.Re)));
    }

    private ulong Word(double number) => _type == ElementType.Float64 ? BitConverter.DoubleToUInt64Bits(number) : ElementBits.Of((float)number);

    /// <summary>A split of n numbers by a prime.</summary>
    /// <param name="Factor">The prime.</param>
    /// <param name="PartLength">n divided by it.</param>
    /// <param name="Part">Which part leads to the result.</param>
    private readonly record struct Level(int Factor, int PartLength, int Part);
}
