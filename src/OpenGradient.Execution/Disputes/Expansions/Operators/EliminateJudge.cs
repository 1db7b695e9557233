using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Eliminate</c>, in the expansion of <c>Det</c>: x [..., n, n] → f64 [..., n, n + 1], row k of which is column k of the matrix, then the place of its pivot.</summary>
/// <remarks>
/// <para>
/// Column k stands there as it is when its pivot is looked for: rows exchanged and eliminated for the columns before k. So an element depends on rows before its own in the output,
/// and on what comes before it in its row.
/// </para>
/// <para>
/// <b>An element</b> has two phases. From the last exchange back to the first, one a term, a lane follows its row to where that stands in x. Term 0 of the other brings in the element
/// of x, term c + 1 the elimination by pivot c; lanes: where the row stands, the element.
/// <b>A pivot's place</b> has one phase: the place of the largest so far by absolute value, of equals the first; a NaN is not above anything, and nothing is above it.
/// </para>
/// </remarks>
internal sealed class EliminateJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "Eliminate";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] shape = step.Input(0).Shape;
        return new ValueHeader(ElementType.Float64, Shapes.ToImmutable([.. shape[..^1], shape[^1] + 1]));
    }

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        JudgedInput x = step.Input(0);
        int n = x.Shape[^1];
        double[] columns = new double[Infer(step, 0).ElementCount];
        double[] matrix = new double[n * n];
        for (int first = 0; n > 0 && first < x.Count; first += matrix.Length)
        {
            for (int at = 0; at < matrix.Length; at++)
                matrix[at] = Wide(x, first + at);
            Eliminate(matrix, n, columns.AsSpan(first / n * (n + 1), n * (n + 1)));
        }

        return new Tensor(ElementType.Float64, Infer(step, 0).Shape, MemoryMarshal.AsBytes<double>(columns).ToArray());
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int n = step.Input(0).Shape[^1];
        (long line, long place) = Math.DivRem(element, n + 1L);
        (long matrix, long column) = Math.DivRem(line, n);
        double Earlier(long k, long at) => BitConverter.UInt64BitsToDouble(step.Earlier((((matrix * n) + k) * (n + 1)) + at));
        if (place == n)
        {
            ulong Larger(long row, ulong best) => Math.Abs(Earlier(column, row)) > Math.Abs(Earlier(column, (long)best)) ? (ulong)row : best;
            return new Derivation(
                [Phase.Words(n - 1 - column, (ulong)column, (term, _, best) => Larger(column + 1 + term, best))], static results => Bits(results[0]));
        }

        long Pivot(long k) => (long)Earlier(k, n);
        Phase origin = Phase.Words(column, (ulong)place, (term, _, at) => (ulong)Exchanged((long)at, column - 1 - term, Pivot(column - 1 - term)));
        void Take(long term, ulong row, ulong[] lanes)
        {
            if (term == 0)
            {
                (lanes[0], lanes[1]) = (row, Bits(Wide(step.Input(0), (((matrix * n) + (long)row) * n) + column)));
                return;
            }

            long k = term - 1;
            double factor = -(Earlier(k, (long)lanes[0]) / Earlier(k, Pivot(k)));
            lanes[1] = Bits(Math.FusedMultiplyAdd(factor, Earlier(column, k), BitConverter.UInt64BitsToDouble(lanes[1])));
            lanes[0] = (ulong)Exchanged((long)lanes[0], k, Pivot(k));
        }

        var value = new Phase(1 + Math.Min(place, column), [0, 0], (term, results, lanes) => Take(term, results[0], lanes), static lanes => lanes[1]);
        return new Derivation([origin, value], static results => results[1]);
    }

    private static double Wide(JudgedInput x, long at) => x.Type switch
    {
        ElementType.Float32 => x.Float(at),
        ElementType.Float64 => BitConverter.UInt64BitsToDouble(x.Bits(at)),
        _ => throw new ArgumentException($"There is no determinant of {x.Type.CanonicalName()}.", nameof(x)),
    };

    private static ulong Bits(double number) => BitConverter.DoubleToUInt64Bits(Number.Canonical(number));

    private static long Exchanged(long at, long one, long other) => at == one ? other : at == other ? one : at;

    private static void Eliminate(double[] matrix, int n, Span<double> columns)
    {
        for (int column = 0; column < n; column++)
        {
            Span<double> own = columns.Slice(column * (n + 1), n + 1);
            int pivot = column;
            for (int row = 0; row < n; row++)
            {
                own[row] = Number.Canonical(matrix[(row * n) + column]);
                if (row > column && Math.Abs(own[row]) > Math.Abs(own[pivot]))
                    pivot = row;
            }

            own[n] = pivot;
            Span<double> upper = matrix.AsSpan(column * n, n);
            for (int k = column; k < n; k++)
                (upper[k], matrix[(pivot * n) + k]) = (matrix[(pivot * n) + k], upper[k]);
            for (int row = column + 1; row < n; row++)
            {
                double factor = -(matrix[(row * n) + column] / upper[column]);
                for (int k = column + 1; k < n; k++)
                    matrix[(row * n) + k] = Math.FusedMultiplyAdd(factor, upper[k], matrix[(row * n) + k]);
            }
        }
    }
}
