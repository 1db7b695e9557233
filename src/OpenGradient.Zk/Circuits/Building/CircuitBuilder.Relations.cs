using System.Numerics;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Closer bounds of what is made of values that depend on each other: shares of a sum, and what is divided by its own length.</content>
internal sealed partial class CircuitBuilder
{
    /// <summary>1 if y is the sum of x along axes that it keeps, and x is not negative: then x is at most y. c if so is y of p, and x = p · c with one number c of at least 1; null if it is something else.</summary>
    private BigInteger? ShareOfSum(int x, int y)
    {
        if (_values[x]!.Bounds.Low < 0)
            return null;
        if (IsSumOf(y, x))
            return 1;
        return Maker(x) is { Operator: "Mul" } product && ConstantOf(product.Inputs[1]) is [>= 1 and long factor] && IsSumOf(y, product.Inputs[0]) ? factor : null;
    }

    /// <summary>
    /// The bounds of x · y where y = FixedDiv(c, r, s), c ≥ 0, r = FixedSqrt(v, t), t even, and v is no less than the sum of x² along axes that r keeps; null if it is something else.
    /// </summary>
    /// <remarks>r is at least |x| 2^(t/2), and y at most 2^s c / r + 1/2 where x is not 0; so |x y| is at most 2^(s - t/2) c + |x|.</remarks>
    private Interval? NormalizedBounds(int x, int y)
    {
        if (Maker(y) is not { Operator: "FixedDiv" } inverse || Maker(inverse.Inputs[1]) is not { Operator: "FixedSqrt" } root)
            return null;
        int sum = root.Inputs[0];
        if (Maker(sum) is { Operator: "Add" } added)
            sum = IsConstant(added.Inputs[1]) && _values[added.Inputs[1]]!.Bounds.Low >= 0 ? added.Inputs[0] : sum;
        (int shift, int rootShift) = (ShiftOf(inverse), ShiftOf(root));
        Interval numerator = _values[inverse.Inputs[0]]!.Bounds;
        bool isOwnLength = Maker(sum) is { Operator: "ReduceSum" } total && Maker(total.Inputs[0]) is { Operator: "Mul" } square && square.Inputs.All(input => input == x) && IsSumOf(sum, total.Inputs[0]);
        if (!isOwnLength || rootShift % 2 != 0 || numerator.Low < 0 || !_values[x]!.Shape.SequenceEqual(BroadcastShape(_values[x]!.Shape, _values[y]!.Shape)))
            return null;
        BigInteger reach = ((numerator.High << shift) >> (rootShift / 2)) + 1 + _values[x]!.Bounds.Size;
        return new(-reach, reach);
    }

    /// <summary>Whether a value is the sum of another along axes that it keeps, so that broadcasting brings each sum to its own cells.</summary>
    private bool IsSumOf(int sum, int x) =>
        Maker(sum) is { Operator: "ReduceSum" } step && step.Inputs[0] == x && Integer(step, "keepdims", 1) == 1;

    private Step? Maker(int value) => value >= 0 && value < _makers.Length ? _makers[value] : null;
}
