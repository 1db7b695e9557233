using System.Runtime.CompilerServices;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>The code words of all rows of a matrix at once: <see cref="ReedSolomonCode"/> with as many rows side by side as there are lanes.</summary>
/// <remarks>
/// The first transform takes its values in order and leaves the coefficients in the order of reversed bits (Gentleman and Sande 1966), the second takes them so and leaves
/// the values in order (Cooley and Tukey 1965): nothing is ever moved to where its reversed index says. Between them each coefficient is followed by zeros, which the first b
/// levels of the second transform turn into copies of it.
/// </remarks>
internal sealed class RowEncoder
{
    private readonly CommitmentShape _shape;
    private readonly Goldilocks[] _inverseRoots; // powers of 1 / ω_c, below half of the order
    private readonly Goldilocks[] _roots; // powers of ω_(c+b), likewise
    private readonly Goldilocks[] _factors; // 7^k / 2^c where coefficient k stands

    public RowEncoder(CommitmentShape shape)
    {
        _shape = shape;
        _inverseRoots = Powers(Goldilocks.RootOfUnity(shape.LogRowElements).Inverse(), shape.RowElements / 2);
        _roots = Powers(Goldilocks.RootOfUnity(shape.LogCodeElements), shape.CodeElements / 2);
        _factors = new Goldilocks[shape.RowElements];
        Goldilocks factor = Goldilocks.From((ulong)shape.RowElements).Inverse();
        for (int index = 0; index < _factors.Length; index++, factor *= Goldilocks.Generator)
            _factors[ReversedBits(index, shape.LogRowElements)] = factor;
    }

    /// <param name="vector">[rows, row elements]</param>
    /// <returns>[code elements, rows]</returns>
    public Goldilocks[] Encode(Goldilocks[] vector)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, 1 << _shape.VariableCount);
        Goldilocks[] columns = GC.AllocateUninitializedArray<Goldilocks>(_shape.RowCount * _shape.CodeElements);
        if (Lanes512.IsSupported && _shape.RowCount >= Lanes512.Count)
            Encode<Lanes512>(vector, columns);
        else if (Lanes256.IsSupported && _shape.RowCount >= Lanes256.Count)
            Encode<Lanes256>(vector, columns);
        else
            Encode<ScalarLane>(vector, columns);
        return columns;
    }

    /// <summary>With lanes of one width, at most as many as there are rows.</summary>
    public void Encode<TLanes>(Goldilocks[] vector, Goldilocks[] columns)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int groupCount = _shape.RowCount / TLanes.Count;
        if (groupCount == 1)
            EncodeGroups<TLanes>(vector, columns, 0, 1);
        else
            Parallel.Invoke(() => EncodeGroups<TLanes>(vector, columns, 0, groupCount / 2), () => EncodeGroups<TLanes>(vector, columns, groupCount / 2, groupCount));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeGroups<TLanes>(Goldilocks[] vector, Goldilocks[] columns, int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        Goldilocks[] word = GC.AllocateUninitializedArray<Goldilocks>(_shape.CodeElements * TLanes.Count); // [code elements, lanes]
        for (int row = first * TLanes.Count; row < end * TLanes.Count; row += TLanes.Count)
        {
            for (int index = 0; index < _shape.RowElements; index++)
            {
                for (int lane = 0; lane < TLanes.Count; lane++)
                    word[(index * TLanes.Count) + lane] = vector[((row + lane) * _shape.RowElements) + index];
            }

            ToCoefficients<TLanes>(ref word[0]);
            Spread<TLanes>(ref word[0]);
            ToValues<TLanes>(ref word[0]);
            for (int index = 0; index < _shape.CodeElements; index++)
                TLanes.Store(TLanes.Load(in word[0], (nuint)(index * TLanes.Count)), ref columns[0], (nuint)((index * _shape.RowCount) + row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToCoefficients<TLanes>(ref Goldilocks word)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int half = _shape.RowElements / 2; half > 0; half /= 2)
        {
            int stride = _shape.RowElements / 2 / half;
            for (int block = 0; block < _shape.RowElements; block += 2 * half)
            {
                for (int offset = 0; offset < half; offset++)
                {
                    nuint at = (nuint)((block + offset) * TLanes.Count);
                    nuint other = at + (nuint)(half * TLanes.Count);
                    TLanes low = TLanes.Load(in word, at);
                    TLanes high = TLanes.Load(in word, other);
                    TLanes.Store(low + high, ref word, at);
                    TLanes.Store((low - high) * TLanes.Create(_inverseRoots[offset * stride]), ref word, other);
                }
            }
        }
    }

    /// <summary>From the last on, so that no coefficient is overwritten before it was read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread<TLanes>(ref Goldilocks word)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int index = _shape.RowElements - 1; index >= 0; index--)
        {
            TLanes value = TLanes.Load(in word, (nuint)(index * TLanes.Count)) * TLanes.Create(_factors[index]);
            for (int copy = index << _shape.LogInverseRate; copy < (index + 1) << _shape.LogInverseRate; copy++)
                TLanes.Store(value, ref word, (nuint)(copy * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToValues<TLanes>(ref Goldilocks word)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int half = 1 << _shape.LogInverseRate; half < _shape.CodeElements; half *= 2)
        {
            int stride = _shape.CodeElements / 2 / half;
            for (int block = 0; block < _shape.CodeElements; block += 2 * half)
            {
                for (int offset = 0; offset < half; offset++)
                {
                    nuint at = (nuint)((block + offset) * TLanes.Count);
                    nuint other = at + (nuint)(half * TLanes.Count);
                    TLanes low = TLanes.Load(in word, at);
                    TLanes odd = TLanes.Load(in word, other) * TLanes.Create(_roots[offset * stride]);
                    TLanes.Store(low + odd, ref word, at);
                    TLanes.Store(low - odd, ref word, other);
                }
            }
        }
    }

    private static Goldilocks[] Powers(Goldilocks root, int count)
    {
        var powers = new Goldilocks[count];
        Goldilocks power = Goldilocks.One;
        for (int index = 0; index < count; index++, power *= root)
            powers[index] = power;
        return powers;
    }

    private static int ReversedBits(int index, int bitCount)
    {
        int reversed = 0;
        for (int bit = 0; bit < bitCount; bit++)
            reversed |= ((index >> bit) & 1) << (bitCount - 1 - bit);
        return reversed;
    }
}
