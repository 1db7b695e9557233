using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Kernels.Integers;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Kernels.Sums;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>By kernels. Each checks here, once, that its range lies within its arrays.</summary>
internal sealed class QuadraticArithmetic : BulkArithmetic<QuadraticExtension>
{
    public override ISummand<QuadraticExtension> Product(QuadraticExtension[] a, QuadraticExtension[] b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        return new ProductSummand(a, b);
    }

    public override ISummand<QuadraticExtension> Product(QuadraticExtension[] a, QuadraticExtension[] b, QuadraticExtension[] c)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(c.Length, a.Length);
        return new TripleSummand(a, b, c);
    }

    public override ISummand<QuadraticExtension> Product(Goldilocks[] a, QuadraticExtension[] b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        return new BaseProductSummand(a, b);
    }

    public override ISummand<QuadraticExtension> Cells<TEquation>(TEquation equation, QuadraticExtension[] r, params QuadraticExtension[][] tables)
    {
        foreach (QuadraticExtension[] table in tables)
            ArgumentOutOfRangeException.ThrowIfNotEqual(table.Length, 1 << r.Length);
        return new CellSummand<TEquation>(equation, r, tables);
    }

    public override ISummand<QuadraticExtension> Fractions(QuadraticExtension[] r, QuadraticExtension[] p, QuadraticExtension[] q, QuadraticExtension lambda, QuadraticExtension[]? room = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(p.Length, 2 << r.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        return new FractionSummand(r, p, q, lambda, room, cancellation);
    }

    public override (QuadraticExtension[] P, QuadraticExtension[] Q) AddFractions(QuadraticExtension[] p, QuadraticExtension[] q, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        QuadraticExtension[] sumP = GC.AllocateUninitializedArray<QuadraticExtension>(p.Length / 2);
        QuadraticExtension[] sumQ = GC.AllocateUninitializedArray<QuadraticExtension>(p.Length / 2);
        FractionSumKernel kernel = new(p, q, sumP, sumQ);
        LaneRange.Run(ref kernel, sumP.Length, cancellation);
        return (sumP, sumQ);
    }

    public override QuadraticExtension[] EqualityTable(ReadOnlySpan<QuadraticExtension> r) => EqualityTables.Of(r);

    public override QuadraticExtension[] EqualitySuffixes(ReadOnlySpan<QuadraticExtension> r) => EqualityTables.OfSuffixes(r);

    public override QuadraticExtension Rise(QuadraticExtension[] row, int count, QuadraticExtension[] suffixes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, suffixes.Length);
        RiseKernel kernel = new(suffixes, count / 2, row, count / 2);
        LaneRange.Run(ref kernel, count / 2);
        return kernel.Total;
    }

    public override void Bind(QuadraticExtension[] row, int count, QuadraticExtension challenge)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length);
        BindKernel kernel = new(challenge, count / 2, (row, 0));
        LaneRange.Run(ref kernel, count / 2);
    }

    public override QuadraticExtension[] Fold(QuadraticExtension[] word, QuadraticExtension challenge, ProverTables<QuadraticExtension> tables)
    {
        QuadraticExtension[] folded = tables.Take(word.Length / 2);
        Goldilocks inverse = Goldilocks.RootOfUnity(int.Log2(word.Length)).Inverse();
        int near = Math.Min(folded.Length, FoldKernel.NearCount);
        (Goldilocks[] nearRoots, Goldilocks[] farRoots) = (RootTable.Powers(inverse, near), RootTable.Powers(inverse.Power((ulong)near), folded.Length / near));
        QuadraticExtension half = challenge * Goldilocks.From(2UL).Inverse();
        FoldKernel kernel = new(word, folded, nearRoots, farRoots, QuadraticExtension.From(Goldilocks.From(2UL).Inverse()) - half, half);
        LaneRange.Run(ref kernel, folded.Length);
        return folded;
    }

    public override HashTree TreeOfFibres(TreeHash hash, QuadraticExtension[] word, int fibreElements, CancellationToken cancellation) =>
        HashTree.OverFibres(hash, word, word.Length / fibreElements, cancellation);

    public override QuadraticExtension Inner(QuadraticExtension[] weights, long[] elements, int start)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, elements.Length - weights.Length);
        InnerKernel kernel = new(weights, elements, start);
        LaneRange.Run(ref kernel, weights.Length);
        return kernel.Total;
    }

    public override QuadraticExtension Inner(QuadraticExtension[] weights, QuadraticExtension[] numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, weights.Length);
        ExtensionInnerKernel kernel = new(weights, numbers, 0);
        LaneRange.Run(ref kernel, weights.Length);
        return kernel.Total;
    }

    protected override QuadraticExtension[] EncodePlanes(RowEncoder encoder, FieldCells coefficients, int count, ProverTables<QuadraticExtension> tables)
    {
        (QuadraticExtension[] planes, QuadraticExtension[] numbers) = (tables.Take(count), tables.Take(count));
        using (CoefficientMemory words = new(planes))
            encoder.Encode(coefficients, words.Memory);
        PlanesKernel kernel = new(planes, numbers);
        LaneRange.Run(ref kernel, count);
        tables.Leave(planes);
        return numbers;
    }

    public override void Embed(long[] integers, int start, QuadraticExtension[] numbers, int at, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, integers.Length - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, numbers.Length - count);
        EmbedKernel kernel = new(integers, start, numbers, at);
        LaneRange.Run(ref kernel, count);
    }

    public override void AddScaled(QuadraticExtension[] numbers, int at, QuadraticExtension factor, long[] integers, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, integers.Length - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, numbers.Length - count);
        AddIntegersKernel kernel = new(numbers, at, factor, integers, start);
        LaneRange.Run(ref kernel, count);
    }

    public override void AddScaled(QuadraticExtension[] numbers, int at, QuadraticExtension factor, Goldilocks[] elements, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, elements.Length - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, numbers.Length - count);
        AddElementsKernel kernel = new(numbers, at, factor, elements, start);
        LaneRange.Run(ref kernel, count);
    }

    /// <summary>Outer by outer; where nothing is inside of the axis, its cells lie together and are one sum.</summary>
    public override QuadraticExtension[] SumAxis(long[] x, int inner, QuadraticExtension[][] weights)
    {
        int axis = weights[0].Length;
        var sums = new QuadraticExtension[x.Length / axis * weights.Length];
        for (int at = 0; at < sums.Length; at += inner)
        {
            int start = at / inner / weights.Length * axis * inner;
            QuadraticExtension[] own = weights[at / inner % weights.Length];
            if (inner == 1)
            {
                sums[at] = Inner(own, x, start);
                continue;
            }

            AxisSumKernel kernel = new(own, x, start, inner, sums, at);
            LaneRange.Run(ref kernel, inner);
        }

        return sums;
    }

    public override QuadraticExtension[] SumAxis(QuadraticExtension[] x, int inner, QuadraticExtension[][] weights)
    {
        int axis = weights[0].Length;
        var sums = new QuadraticExtension[x.Length / axis * weights.Length];
        for (int at = 0; at < sums.Length; at += inner)
        {
            int start = at / inner / weights.Length * axis * inner;
            QuadraticExtension[] own = weights[at / inner % weights.Length];
            if (inner == 1)
            {
                ExtensionInnerKernel sum = new(own, x, start);
                LaneRange.Run(ref sum, axis);
                sums[at] = sum.Total;
                continue;
            }

            for (int cell = 0; cell < axis; cell++)
            {
                AddScaledKernel kernel = new(sums, at, own[cell], x, start + (cell * inner));
                LaneRange.Run(ref kernel, inner);
            }
        }

        return sums;
    }

    public override void AddScaled(QuadraticExtension[] y, int start, QuadraticExtension factor, QuadraticExtension[] x, int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, y.Length - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, x.Length - count);
        AddScaledKernel kernel = new(y, start, factor, x, first);
        LaneRange.Run(ref kernel, count);
    }

    public override QuadraticExtension[] SumRows(QuadraticExtension[] weights, long[] matrix, int columnCount, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, weights.Length * columnCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, columnCount);
        var sums = new QuadraticExtension[length];
        IntegerRowSumKernel kernel = new(weights, matrix, columnCount, sums);
        LaneRange.Run(ref kernel, columnCount);
        return sums;
    }

    public override QuadraticExtension[] SumRows(QuadraticExtension[] weights, Goldilocks[] matrix, int columnCount, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, weights.Length * columnCount);
        var sums = new QuadraticExtension[columnCount];
        RowSumKernel kernel = new(weights, matrix, columnCount, sums);
        LaneRange.Run(ref kernel, columnCount, cancellation);
        return sums;
    }

    /// <summary>As many columns at a time as have their sums in the first cache.</summary>
    public override void AddRows(QuadraticExtension[] weights, ReadOnlySpan<short> cells, int start, int stride, QuadraticExtension[] sums, int at, int count)
    {
        const int StripeElements = 1 << 9;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, sums.Length - count);
        long[] limbs = new long[ShortRowSums.LimbCount * Math.Min(count, StripeElements)];
        for (int first = 0; first < weights.Length; first += ShortRowSums.MostRows)
        {
            int rowCount = Math.Min(ShortRowSums.MostRows, weights.Length - first);
            long[] ofWeights = ShortRowSums.LimbsOf(weights.AsSpan(first, rowCount));
            for (int column = 0; column < count; column += StripeElements)
            {
                if (count - column < StripeElements)
                    limbs = new long[ShortRowSums.LimbCount * (count - column)];
                limbs.AsSpan().Clear();
                ShortRowSums.Add(cells, start + (first * stride) + column, stride, ofWeights, rowCount, limbs);
                LimbSumsKernel kernel = new(limbs, sums, at + column);
                LaneRange.Run(ref kernel, limbs.Length / ShortRowSums.LimbCount);
            }
        }
    }
}
