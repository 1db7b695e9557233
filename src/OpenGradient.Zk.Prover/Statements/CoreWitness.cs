using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>What only the prover knows: the elements of every value of the core, and of every column of the witness.</summary>
internal sealed class CoreWitness
{
    private readonly long[]?[] _values;
    private readonly long[][] _columns;
    private readonly Func<int, WeightElements> _weights;

    private CoreWitness(Circuit circuit, long[]?[] values, Func<int, WeightElements> weights)
    {
        (Circuit, _values, _weights) = (circuit, values, weights);
        _columns = new long[circuit.WitnessColumns.Length][];
    }

    public Circuit Circuit { get; }

    /// <summary>Runs the core, by exec-1, and keeps what the proof commits to.</summary>
    /// <param name="circuit">The core.</param>
    /// <param name="inputs">The elements of each border input.</param>
    /// <param name="weights">The elements of each weight, in the order of the key.</param>
    public static CoreWitness Run(Circuit circuit, ImmutableArray<long[]> inputs, ImmutableArray<long[]> weights)
    {
        WeightElements[] elements = [.. weights.Select(WeightElements.Of)];
        return Run(circuit, inputs, weight => elements[weight], CancellationToken.None);
    }

    /// <summary>The same with weights that are read when they are needed, each time anew.</summary>
    public static CoreWitness Run(Circuit circuit, ImmutableArray<long[]> inputs, Func<int, WeightElements> weights, CancellationToken cancellation)
    {
        long[]?[] values = [.. circuit.PublicConstants];
        Array.Resize(ref values, circuit.Values.Length);
        for (int index = 0; index < inputs.Length; index++)
            values[circuit.BorderInputs[index]] = inputs[index];
        CoreWitness witness = new(circuit, values, weights);
        foreach (CircuitStep step in circuit.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            values[step.Output] = witness.Run(step);
        }

        witness.Count();
        return witness;
    }

    /// <summary>The elements of a value, broadcast to axes; to be read only, for they may be the value itself.</summary>
    public long[] Broadcast(int value, ImmutableArray<long> shape)
    {
        long[] x = Value(value);
        ReadOnlySpan<long> own = Circuit.Values[value].Shape.AsSpan().TrimStart(1L);
        if (own.SequenceEqual(shape.AsSpan().TrimStart(1L)))
            return x;
        return shape.AsSpan().EndsWith(own) ? Repeated(x, (int)StridedCells.Product(shape)) : StridedCells.Broadcast(x, Circuit.Values[value].Shape, shape);
    }

    /// <summary>The elements of a value.</summary>
    public long[] Value(int value) => Circuit.Values[value].Role == ValueRole.Weight ? Weight(value).ToIntegers() : _values[value]!;

    /// <summary>The elements of a weight, which as integers of 64 bits are more than a machine may have.</summary>
    public WeightElements Weight(int value) => _weights(Circuit.Values[value].Column);

    /// <summary>The real cells of a column of the witness.</summary>
    public long[] Column(int column) => _columns[column];

    /// <summary>Keeps the cells of a column.</summary>
    public long[] SetColumn(int column, long[] cells) => _columns[column] = cells;

    /// <summary>Keeps numbers as limbs.</summary>
    public void SetLimbs(Limbs limbs, long[] numbers)
    {
        for (int limb = 0; limb < limbs.Columns.Length; limb++)
        {
            long[] cells = GC.AllocateUninitializedArray<long>(numbers.Length);
            (int shift, long offset) = (Limbs.LimbBits * limb, limbs.Offset);
            Halves.OfCells(numbers.Length, (first, end) =>
            {
                for (int cell = first; cell < end; cell++)
                    cells[cell] = ((numbers[cell] + offset) >> shift) & 0xFFFF;
            });
            _columns[limbs.Columns[limb]] = cells;
        }
    }

    /// <summary>The numbers that stand in limbs.</summary>
    public long[] Number(Limbs limbs)
    {
        long[] numbers = [.. _columns[limbs.Columns[^1]]];
        for (int limb = limbs.Columns.Length - 2; limb >= 0; limb--)
        {
            long[] cells = _columns[limbs.Columns[limb]];
            for (int index = 0; index < numbers.Length; index++)
                numbers[index] = (numbers[index] << Limbs.LimbBits) + cells[index];
        }

        for (int index = 0; limbs.Offset != 0 && index < numbers.Length; index++)
            numbers[index] -= limbs.Offset;
        return numbers;
    }

    /// <summary>What a step makes of the values that it reads; its columns are kept.</summary>
    public long[] Run(CircuitStep step) => step switch
    {
        InputStep input => InputProver.Run(this, input),
        ReshapeStep reshape => Value(reshape.X),
        TransposeStep transpose => MoveWitness.Run(this, transpose),
        PlacementStep placement => placement.Place(Value),
        PickStep pick => PickWitness.Run(this, pick),
        PositiveStep positive => PositiveWitness.Run(this, positive),
        ZeroStep zero => ZeroWitness.Run(this, zero),
        RangeStep range => RangeWitness.Run(this, range),
        ChoiceStep choice => ChoiceWitness.Run(this, choice),
        RunningSumStep running => RunningSumWitness.Run(this, running),
        TapStep tap => TapWitness.Run(this, tap),
        SumStep sum => SumWitness.Run(this, sum),
        LinearStep linear => LinearWitness.Run(this, linear),
        ConvStep conv => ConvWitness.Run(this, conv),
        MatMulStep matMul => MatMulWitness.Run(this, matMul),
        FactorStep factor => ProductWitness.Run(this, factor),
        ProductStep product => ProductWitness.Run(this, product),
        AxisSumStep axisSum => AxisSumWitness.Run(this, axisSum),
        QuotientStep quotient => QuotientWitness.Run(this, quotient),
        RootStep root => RootWitness.Run(this, root),
        ScaleStep scale => ScaleWitness.Run(this, scale),
        LimitStep limit => LimitWitness.Run(this, limit),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The elements again and again, up to a length.</summary>
    private static long[] Repeated(long[] x, int length)
    {
        long[] all = GC.AllocateUninitializedArray<long>(length);
        if (x.Length == 1)
            all.AsSpan().Fill(x[0]);
        for (int start = 0; x.Length > 1 && start < length; start += x.Length)
            x.CopyTo(all, start);
        return all;
    }

    /// <summary>How often each row of each table is looked up.</summary>
    private void Count()
    {
        (long[][] counts, long[][] others) = (NewCounts(), NewCounts());
        int half = Circuit.Lookups.Length / 2;
        Halves.Run(() => Count(0, half, counts), () => Count(half, Circuit.Lookups.Length, others));
        for (int table = 0; table < counts.Length; table++)
        {
            for (int row = 0; row < counts[table].Length; row++)
                counts[table][row] += others[table][row];
            _columns[Circuit.CountsColumn(table)] = counts[table];
        }
    }

    private void Count(int first, int end, long[][] counts)
    {
        for (int index = first; index < end; index++)
        {
            Lookup lookup = Circuit.Lookups[index];
            foreach (long cell in _columns[lookup.Column])
                counts[lookup.Table][(cell * lookup.Factor) + lookup.Offset]++;
        }
    }

    private long[][] NewCounts() => [.. Enumerable.Range(0, Circuit.Tables.Length + 1).Select(static _ => new long[1 << Circuit.TableBits])];
}
