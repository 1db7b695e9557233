using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>The definition: number by number, in any extension.</summary>
internal sealed class PlainArithmetic<TExtension> : BulkArithmetic<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    public override ISummand<TExtension> Product(TExtension[] a, TExtension[] b) => new CombinedTables<TExtension>(2, static values => values[0] * values[1], a, b);

    public override ISummand<TExtension> Product(TExtension[] a, TExtension[] b, TExtension[] c) =>
        new CombinedTables<TExtension>(3, static values => values[0] * values[1] * values[2], a, b, c);

    public override ISummand<TExtension> Product(Goldilocks[] a, TExtension[] b) => Product(Array.ConvertAll(a, TExtension.From), b);

    public override ISummand<TExtension> Cells<TEquation>(TEquation equation, TExtension[] r, params TExtension[][] tables)
    {
        int last = tables.Length - 1;
        return new CombinedTables<TExtension>(
            degree: 3,
            values => values[^1] * equation.At<ScalarRing<TExtension>>(new(values[0]), new(values[Math.Min(1, last)]), new(values[last])).Value,
            [.. tables, EqualityPolynomial.Table<TExtension>(r)]);
    }

    public override ISummand<TExtension> Fractions(TExtension[] r, TExtension[] p, TExtension[] q, TExtension lambda, TExtension[]? room = null, CancellationToken cancellation = default)
    {
        int half = p.Length / 2;
        return new CombinedTables<TExtension>(
            degree: 3,
            values => values[4] * ((values[0] * values[3]) + (values[1] * values[2]) + (lambda * values[2] * values[3])),
            p[..half], p[half..], q[..half], q[half..], EqualityPolynomial.Table<TExtension>(r));
    }

    public override (TExtension[] P, TExtension[] Q) AddFractions(TExtension[] p, TExtension[] q, CancellationToken cancellation = default)
    {
        int half = p.Length / 2;
        var sumP = new TExtension[half];
        var sumQ = new TExtension[half];
        for (int at = 0; at < half; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            sumP[at] = (p[at] * q[at + half]) + (p[at + half] * q[at]);
            sumQ[at] = q[at] * q[at + half];
        }

        return (sumP, sumQ);
    }

    public override TExtension[] EqualityTable(ReadOnlySpan<TExtension> r) => EqualityPolynomial.Table(r);

    public override TExtension[] EqualitySuffixes(ReadOnlySpan<TExtension> r)
    {
        var tables = new TExtension[Math.Max(2, 1 << r.Length)];
        for (int count = 0; count < Math.Max(1, r.Length); count++)
            EqualityPolynomial.Table(r[^count..]).CopyTo(tables, 1 << count);
        return tables;
    }

    public override TExtension Rise(TExtension[] row, int count, TExtension[] suffixes)
    {
        TExtension sum = TExtension.Zero;
        for (int at = 0; at < count / 2; at++)
            sum += suffixes[(count / 2) + at] * (row[(count / 2) + at] - row[at]);
        return sum;
    }

    public override void Bind(TExtension[] row, int count, TExtension challenge)
    {
        for (int at = 0; at < count / 2; at++)
            row[at] += challenge * (row[(count / 2) + at] - row[at]);
    }

    public override TExtension[] Fold(TExtension[] word, TExtension challenge, ProverTables<TExtension> tables)
    {
        var folded = new TExtension[word.Length / 2];
        int logLength = System.Numerics.BitOperations.Log2((uint)word.Length);
        for (int place = 0; place < folded.Length; place++)
            folded[place] = ReedSolomonCode.Fold<TExtension>([word[place], word[folded.Length + place]], logLength, place, [challenge]);
        return folded;
    }

    public override HashTree TreeOfFibres(TreeHash hash, TExtension[] word, int fibreElements, CancellationToken cancellation)
    {
        int fibreCount = word.Length / fibreElements;
        return HashTree.Over(hash, fibreCount, (fibre, digest) =>
        {
            var numbers = new TExtension[fibreElements];
            for (int index = 0; index < fibreElements; index++)
                numbers[index] = word[fibre + (index * fibreCount)];
            TreeOpening.HashLeaf<TExtension>(hash, numbers, digest);
        });
    }

    public override TExtension Inner(TExtension[] weights, long[] elements, int start)
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < weights.Length; index++)
            sum += weights[index] * Goldilocks.From(elements[start + index]);
        return sum;
    }

    public override TExtension Inner(TExtension[] weights, TExtension[] numbers)
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < weights.Length; index++)
            sum += weights[index] * numbers[index];
        return sum;
    }

    public override void Embed(long[] integers, int start, TExtension[] numbers, int at, int count)
    {
        for (int index = 0; index < count; index++)
            numbers[at + index] = TExtension.From(Goldilocks.From(integers[start + index]));
    }

    public override void AddScaled(TExtension[] numbers, int at, TExtension factor, long[] integers, int start, int count)
    {
        for (int index = 0; index < count; index++)
            numbers[at + index] += factor * Goldilocks.From(integers[start + index]);
    }

    public override void AddScaled(TExtension[] numbers, int at, TExtension factor, Goldilocks[] elements, int start, int count)
    {
        for (int index = 0; index < count; index++)
            numbers[at + index] += factor * elements[start + index];
    }

    public override TExtension[] SumAxis(long[] x, int inner, TExtension[][] weights) => SumAxis(Array.ConvertAll(x, static number => TExtension.From(Goldilocks.From(number))), inner, weights);

    public override TExtension[] SumAxis(TExtension[] x, int inner, TExtension[][] weights)
    {
        int axis = weights[0].Length;
        var sums = new TExtension[x.Length / axis * weights.Length];
        for (int index = 0; index < sums.Length; index++)
        {
            (int outer, int weight) = (index / inner / weights.Length, index / inner % weights.Length);
            for (int cell = 0; cell < axis; cell++)
                sums[index] += weights[weight][cell] * x[(((outer * axis) + cell) * inner) + (index % inner)];
        }

        return sums;
    }

    public override void AddScaled(TExtension[] y, int start, TExtension factor, TExtension[] x, int first, int count)
    {
        for (int index = 0; index < count; index++)
            y[start + index] += factor * x[first + index];
    }

    public override TExtension[] SumRows(TExtension[] weights, long[] matrix, int columnCount, int length)
    {
        var sums = new TExtension[length];
        SumRows(weights, Array.ConvertAll(matrix, Goldilocks.From), columnCount).CopyTo(sums, 0);
        return sums;
    }

    public override TExtension[] SumRows(TExtension[] weights, Goldilocks[] matrix, int columnCount, CancellationToken cancellation = default)
    {
        var sums = new TExtension[columnCount];
        for (int at = 0; at < matrix.Length; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            sums[at % columnCount] += weights[at / columnCount] * matrix[at];
        }

        return sums;
    }

    public override void AddRows(TExtension[] weights, ReadOnlySpan<short> cells, int start, int stride, TExtension[] sums, int at, int count)
    {
        for (int row = 0; row < weights.Length; row++)
        {
            for (int index = 0; index < count; index++)
                sums[at + index] += weights[row] * Goldilocks.From((long)cells[start + (row * stride) + index]);
        }
    }
}
