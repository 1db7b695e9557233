using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>What a prover does with many numbers at once. Whoever does it, the numbers are the same, and so are the bytes of a proof.</summary>
internal abstract class BulkArithmetic<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>The one place that chooses: kernels for the quadratic extension, the plain form for any other.</summary>
    public static BulkArithmetic<TExtension> Instance { get; } =
        typeof(TExtension) == typeof(QuadraticExtension) ? (BulkArithmetic<TExtension>)(object)new QuadraticArithmetic() : new PlainArithmetic<TExtension>();

    /// <summary>a(x) b(x), for tables of as many values; they are overwritten.</summary>
    public abstract ISummand<TExtension> Product(TExtension[] a, TExtension[] b);

    /// <summary>a(x) b(x) c(x), likewise.</summary>
    public abstract ISummand<TExtension> Product(TExtension[] a, TExtension[] b, TExtension[] c);

    /// <summary>The same with a of F, which stays as it is.</summary>
    public abstract ISummand<TExtension> Product(Goldilocks[] a, TExtension[] b);

    /// <summary>eq(r, x) f(t_1(x), …), with the tables of f only.</summary>
    /// <param name="equation">f.</param>
    /// <param name="r">n coordinates.</param>
    /// <param name="tables">One to three, 2^n values each; overwritten.</param>
    public abstract ISummand<TExtension> Cells<TEquation>(TEquation equation, TExtension[] r, params TExtension[][] tables)
        where TEquation : struct, ICellEquation<TExtension>;

    /// <summary>eq(r, x) [p_0(x) q_1(x) + p_1(x) q_0(x) + λ q_0(x) q_1(x)], whose tables are p_0, p_1, q_0, q_1 in this order.</summary>
    /// <param name="r">n coordinates.</param>
    /// <param name="p">2^n values of p_0, then of p_1; overwritten.</param>
    /// <param name="q">Likewise; overwritten.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="room">Room for 2^n numbers, and at least two, if the caller has it; overwritten.</param>
    /// <param name="cancellation">Is looked at between stretches of tables, by the sums, too, if kernels do them.</param>
    public abstract ISummand<TExtension> Fractions(TExtension[] r, TExtension[] p, TExtension[] q, TExtension lambda, TExtension[]? room = null, CancellationToken cancellation = default);

    /// <summary>The sums of the fractions of both halves.</summary>
    public abstract (TExtension[] P, TExtension[] Q) AddFractions(TExtension[] p, TExtension[] q, CancellationToken cancellation = default);

    /// <summary>eq(r, x) for every x, in the order of their indices.</summary>
    public abstract TExtension[] EqualityTable(ReadOnlySpan<TExtension> r);

    /// <summary>The tables of the last 0, 1, …, n - 1 coordinates, that of m from place 2^m on.</summary>
    public abstract TExtension[] EqualitySuffixes(ReadOnlySpan<TExtension> r);

    /// <summary>By how much Σ eq(r, x) row(b, x) rises from b = 0 to b = 1.</summary>
    /// <param name="row">The values come first; a power of two of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="suffixes"><see cref="EqualitySuffixes"/>, of r or of more coordinates before it.</param>
    public abstract TExtension Rise(TExtension[] row, int count, TExtension[] suffixes);

    /// <summary>Sets the first variable of a row of so many values, in place; half as many are left.</summary>
    public abstract void Bind(TExtension[] row, int count, TExtension challenge);

    /// <summary>The code word of a row of which the first variable is set, from that of the row; proof-1 section 7.</summary>
    /// <param name="word">Of a power of two of values.</param>
    /// <param name="challenge">To what it is set.</param>
    /// <param name="tables">Where room for it comes from.</param>
    public abstract TExtension[] Fold(TExtension[] word, TExtension challenge, ProverTables<TExtension> tables);

    /// <summary>The tree whose leaves are the fibres of a code word.</summary>
    public abstract HashTree TreeOfFibres(TreeHash hash, TExtension[] word, int fibreElements, CancellationToken cancellation);

    /// <summary>Σ weights[i] · elements[start + i].</summary>
    public abstract TExtension Inner(TExtension[] weights, long[] elements, int start);

    /// <summary>Σ weights[i] · numbers[i].</summary>
    public abstract TExtension Inner(TExtension[] weights, TExtension[] numbers);

    /// <summary>Writes the integers from <paramref name="start"/> on as numbers of E.</summary>
    public abstract void Embed(long[] integers, int start, TExtension[] numbers, int at, int count);

    /// <summary>Adds factor · integers[start + i] to numbers[at + i].</summary>
    public abstract void AddScaled(TExtension[] numbers, int at, TExtension factor, long[] integers, int start, int count);

    /// <summary>The same of elements of F.</summary>
    public abstract void AddScaled(TExtension[] numbers, int at, TExtension factor, Goldilocks[] elements, int start, int count);

    /// <summary>[outer, weights.Length, inner]: Σ over the middle axis of x, [outer, axis, inner], with each of several weights.</summary>
    public abstract TExtension[] SumAxis(long[] x, int inner, TExtension[][] weights);

    /// <summary>The same of numbers of E.</summary>
    public abstract TExtension[] SumAxis(TExtension[] x, int inner, TExtension[][] weights);

    /// <summary>Adds factor · x[i] to y[start + i].</summary>
    public void AddScaled(TExtension[] y, int start, TExtension factor, TExtension[] x) => AddScaled(y, start, factor, x, 0, x.Length);

    /// <summary>Adds factor · x[first + i] to y[start + i], i below count.</summary>
    public abstract void AddScaled(TExtension[] y, int start, TExtension factor, TExtension[] x, int first, int count);

    /// <summary>Σ over rows of weights[row] · matrix[row, i], for each i below <paramref name="columnCount"/>; zeros up to <paramref name="length"/>.</summary>
    public abstract TExtension[] SumRows(TExtension[] weights, long[] matrix, int columnCount, int length);

    /// <summary>The same of elements of F.</summary>
    public abstract TExtension[] SumRows(TExtension[] weights, Goldilocks[] matrix, int columnCount, CancellationToken cancellation = default);

    /// <summary>Adds Σ over rows of weights[row] · cells[start + row · stride + i] to sums[at + i], i below count. By the calling thread alone.</summary>
    public abstract void AddRows(TExtension[] weights, ReadOnlySpan<short> cells, int start, int stride, TExtension[] sums, int at, int count);

    /// <summary>The code word of a row: that of each plane of coefficients.</summary>
    /// <param name="row">The row.</param>
    /// <param name="logInverseRate">Of the code.</param>
    /// <param name="roots"><see cref="RootTable.Of"/> for the length of the word, or a larger one.</param>
    /// <param name="tables">Where room for it comes from.</param>
    public TExtension[] Encode(TExtension[] row, int logInverseRate, Goldilocks[] roots, ProverTables<TExtension> tables)
    {
        CommitmentShape shape = new(TensorShape.LogOf(TExtension.Degree), TensorShape.LogOf(row.Length), logInverseRate);
        var coefficients = new Goldilocks[1 << shape.VariableCount];
        Halves.OfCells(row.Length, Part);
        return EncodePlanes(new RowEncoder(shape, roots), new FieldCells(coefficients), shape.CodeElements, tables);

        void Part(int first, int end)
        {
            for (int plane = 0; plane < TExtension.Degree; plane++)
            {
                for (int index = first; index < end; index++)
                    coefficients[(plane * row.Length) + index] = row[index][plane];
            }
        }
    }

    /// <summary>Numbers of so many coefficients of 1, followed by those of X, and so on, each plane a code word.</summary>
    protected virtual TExtension[] EncodePlanes(RowEncoder encoder, FieldCells coefficients, int count, ProverTables<TExtension> tables)
    {
        Goldilocks[] planes = encoder.Encode(coefficients, TExtension.Degree);
        var numbers = new TExtension[count];
        var ofNumber = new Goldilocks[TExtension.Degree];
        for (int index = 0; index < count; index++)
        {
            for (int plane = 0; plane < ofNumber.Length; plane++)
                ofNumber[plane] = planes[(plane * count) + index];
            numbers[index] = TExtension.From(ofNumber);
        }

        return numbers;
    }

    /// <summary><see cref="Claim{TExtension}.AtPoint"/>.</summary>
    public Claim<TExtension> AtPoint(ImmutableArray<long> shape, ReadOnlySpan<TExtension> point)
    {
        var weight = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(shape.Length);
        foreach (long cellCount in shape)
        {
            int bits = TensorShape.LogOf(cellCount);
            TExtension[] cells = EqualityTable(point[..bits]);
            weight.Add(new(1, cells.Length == cellCount ? cells : cells[..(int)cellCount]));
            point = point[bits..];
        }

        return new(weight.MoveToImmutable(), TExtension.Zero);
    }

    /// <summary><see cref="Claim{TExtension}.Weigh"/>.</summary>
    public TExtension Weigh(Claim<TExtension> claim, long[] elements)
    {
        if (claim.Weight.IsEmpty)
            return claim.Weigh(elements);
        TExtension[] last = claim.Weight[^1].Cells;
        TExtension[] outer = Joined(claim.Weight[..^1]);
        if (outer.Length == 1)
            return outer[0] * Inner(last, elements, 0);
        TExtension[] sums = [TExtension.Zero, TExtension.Zero];
        Halves.OfCells(outer.Length * last.Length, (first, end) =>
        {
            TExtension sum = TExtension.Zero;
            for (int index = first / last.Length; index < end / last.Length; index++)
                sum += outer[index] * Inner(last, elements, index * last.Length);
            sums[first == 0 ? 0 : 1] = sum;
        }, Halves.SharedLaneCells);
        return sums[0] + sums[1];
    }

    /// <summary>The product of factors, a number for each cell of all their axes.</summary>
    public static TExtension[] Joined(ImmutableArray<WeightFactor<TExtension>> factors)
    {
        if (factors.IsEmpty)
            return [TExtension.One];
        new Claim<TExtension>(factors, TExtension.Zero).TryGroup([factors.Sum(static factor => factor.AxisCount)], out Claim<TExtension> whole);
        return whole.Weight[0].Cells;
    }
}
