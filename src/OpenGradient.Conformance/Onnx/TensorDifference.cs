using System.Globalization;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Conformance;

/// <summary>The rule by which the ONNX backend tests compare tensors: floats within a tolerance, everything else exactly.</summary>
public static class TensorDifference
{
    /// <summary>The first difference in words; null if the tensors agree.</summary>
    public static string? Find(Tensor expected, Tensor actual, OnnxTolerance tolerance)
    {
        if (expected.Type != actual.Type || !expected.Shape.SequenceEqual(actual.Shape))
            return $"is {Describe(actual)} instead of {Describe(expected)}";
        if (expected.Bytes.AsSpan().SequenceEqual(actual.Bytes))
            return null;
        return expected.Type == ElementType.Bool || expected.Type.IsInteger() ? FindInteger(expected, actual) : FindReal(expected, actual, tolerance);
    }

    private static string Describe(Tensor tensor) => $"{tensor.Type.CanonicalName()}[{string.Join(',', tensor.Shape)}]";

    private static string? FindInteger(Tensor expected, Tensor actual)
    {
        long[] want = new long[expected.ElementCount];
        long[] have = new long[expected.ElementCount];
        ElementReader.Integers(expected.Type, expected.Bytes, want);
        ElementReader.Integers(actual.Type, actual.Bytes, have);
        int at = want.AsSpan().CommonPrefixLength(have);
        return at == want.Length ? null : Describe(expected, at, Text(have[at]), Text(want[at]));
    }

    private static string? FindReal(Tensor expected, Tensor actual, OnnxTolerance tolerance)
    {
        double[] want = new double[expected.ElementCount];
        double[] have = new double[expected.ElementCount];
        ElementReader.Reals(expected.Type, expected.Bytes, want);
        ElementReader.Reals(actual.Type, actual.Bytes, have);
        for (int at = 0; at < want.Length; at++)
        {
            if (!tolerance.Accepts(want[at], have[at]))
                return Describe(expected, at, Text(have[at]), Text(want[at]));
        }

        return null;
    }

    private static string Describe(Tensor tensor, long at, string have, string want)
    {
        long[] index = new long[tensor.Shape.Length];
        for (int axis = index.Length - 1; axis >= 0; axis--)
            (at, index[axis]) = Math.DivRem(at, tensor.Shape[axis]);
        return $"element [{string.Join(',', index)}] is {have} instead of {want}";
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
