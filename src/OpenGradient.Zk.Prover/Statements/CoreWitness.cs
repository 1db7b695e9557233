using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>What only the prover knows: the elements of every value of the core, and of every column of the witness.</summary>
internal sealed partial class CoreWitness
{
    private readonly Circuit _circuit;
    private readonly long[]?[] _values;
    private readonly long[][] _columns;

    private CoreWitness(Circuit circuit, long[]?[] values)
    {
        (_circuit, _values) = (circuit, values);
        _columns = new long[circuit.WitnessColumns.Length][];
    }

    /// <summary>Runs the core, by exec-1, and keeps what the proof commits to.</summary>
    /// <param name="circuit">The core.</param>
    /// <param name="inputs">The elements of each border input.</param>
    /// <param name="weights">The elements of each weight, in the order of the key.</param>
    public static CoreWitness Run(Circuit circuit, ImmutableArray<long[]> inputs, ImmutableArray<long[]> weights)
    {
        long[]?[] values = [.. circuit.PublicConstants];
        Array.Resize(ref values, circuit.Values.Length);
        for (int index = 0; index < inputs.Length; index++)
            values[circuit.BorderInputs[index]] = inputs[index];
        for (int value = 0; value < values.Length; value++)
        {
            if (circuit.Values[value].Role == ValueRole.Weight)
                values[value] = weights[circuit.Values[value].Column];
        }

        CoreWitness witness = new(circuit, values);
        foreach (CircuitStep step in circuit.Steps)
            values[step.Output] = witness.Run(step);
        witness.Count();
        return witness;
    }

    /// <summary>The elements of a value, broadcast to axes.</summary>
    public long[] Broadcast(int value, ImmutableArray<long> shape) => Gather(value, shape, Strides(_circuit.Values[value].Shape, shape));

    /// <summary>The elements of a value.</summary>
    public long[] Value(int value) => _values[value]!;

    /// <summary>The real cells of a column of the witness.</summary>
    public long[] Column(int column) => _columns[column];

    private long[] Run(CircuitStep step) => step switch
    {
        ReshapeStep reshape => Value(reshape.X),
        TransposeStep transpose => Transpose(transpose),
        TapStep tap => Tap(tap),
        SumStep sum => Sum(sum),
        LinearStep linear => Linear(linear),
        ConvStep conv => Conv(conv),
        ScaleStep scale => Scale(scale),
        LimitStep limit => Limit(limit),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private long[] Linear(LinearStep step)
    {
        (long[] x, long[] weights) = (Value(step.X), Value(step.Weights));
        int depth = (int)_circuit.Values[step.X].Shape[^1];
        int rows = weights.Length / depth;
        long[] y = new long[x.Length / depth * rows];
        for (int index = 0; index < y.Length; index++)
        {
            y[index] = step.Bias < 0 ? 0 : Value(step.Bias)[index % rows];
            for (int k = 0; k < depth; k++)
                y[index] += x[(index / rows * depth) + k] * weights[(index % rows * depth) + k];
        }

        return y;
    }

    private long[] Scale(ScaleStep step)
    {
        (long[] x, long[] factors) = (Value(step.X), Value(step.Factors));
        int inner = step.Axis < 0 ? 1 : (int)_circuit.Values[step.X].Shape[(step.Axis + 1)..].Aggregate(1L, static (product, size) => product * size);
        long[] quotients = new long[x.Length];
        long[] remainders = new long[x.Length];
        for (int index = 0; index < x.Length; index++)
        {
            long scaled = (x[index] * factors[step.Axis < 0 ? 0 : index / inner % factors.Length]) + (1L << (step.Shift - 1));
            quotients[index] = scaled >> step.Shift;
            remainders[index] = scaled & ((1L << step.Shift) - 1);
        }

        Split(step.Remainder, remainders);
        if (step.Table == 0)
        {
            Split(step.QuotientLimbs, Array.ConvertAll(quotients, quotient => quotient + (1L << (step.QuotientLimbs.BitCount - 1))));
            return quotients;
        }

        _columns[step.Quotient] = quotients;
        return _columns[_circuit.Values[step.Output].Column] = Array.ConvertAll(quotients, quotient => _circuit.TableEntry(step.Table, (int)quotient + (1 << 15)));
    }

    private long[] Limit(LimitStep step)
    {
        ImmutableArray<long> shape = _circuit.Values[step.X].Shape;
        (long[] x, long[] bound) = (Value(step.X), Broadcast(step.Bound, shape));
        long[] y = new long[x.Length];
        long[] differences = new long[x.Length];
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = step.IsMax ? Math.Max(x[index], bound[index]) : Math.Min(x[index], bound[index]);
            differences[index] = Math.Abs(x[index] - bound[index]);
        }

        Split(step.Difference, differences);
        return _columns[_circuit.Values[step.Output].Column] = y;
    }

    private void Split(Limbs limbs, long[] numbers)
    {
        for (int limb = 0; limb < limbs.Columns.Length; limb++)
            _columns[limbs.Columns[limb]] = Array.ConvertAll(numbers, number => (number >> (Limbs.LimbBits * limb)) & 0xFFFF);
    }

    /// <summary>How often each row of each table is looked up.</summary>
    private void Count()
    {
        for (int table = 0; table <= _circuit.Tables.Length; table++)
            _columns[_circuit.CountsColumn(table)] = new long[1 << Circuit.TableBits];
        foreach (Lookup lookup in _circuit.Lookups)
        {
            long[] counts = _columns[_circuit.CountsColumn(lookup.Table)];
            foreach (long cell in _columns[lookup.Column])
                counts[(cell * lookup.Factor) + lookup.Offset]++;
        }
    }
}
