using System.Numerics;
using System.Runtime.CompilerServices;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>The code words of the rows of a matrix: <see cref="ReedSolomonCode"/> with as many neighbours at once as there are lanes.</summary>
/// <remarks>
/// The transform takes its coefficients in the order of reversed bits and leaves the values in order (Cooley and Tukey 1965): nothing is ever moved. The levels within one
/// vector are one sum, of the few coefficients that its lanes come from; those within a block are done block by block, which stays in the cache.
/// </remarks>
internal sealed class RowEncoder(CommitmentShape shape)
{
    /// <summary>So many elements lie in the first caches.</summary>
    private const int BlockElements = 1 << 14;

    private readonly Goldilocks[] _roots = RootTable.Of(shape.LogCodeElements);

    /// <param name="vector">[rows, row elements]</param>
    /// <param name="cancellation">Is looked at between rows.</param>
    /// <returns>[rows, code elements]</returns>
    public Goldilocks[] Encode(Goldilocks[] vector, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, 1 << shape.VariableCount);
        Goldilocks[] words = GC.AllocateUninitializedArray<Goldilocks>(shape.RowCount * shape.CodeElements);
        if (Lanes512.IsSupported && shape.CodeElements >= Lanes512.Count)
            Encode<Lanes512>(vector, words, cancellation);
        else if (Lanes256.IsSupported && shape.CodeElements >= Lanes256.Count)
            Encode<Lanes256>(vector, words, cancellation);
        else
            Encode<ScalarLane>(vector, words, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return words;
    }

    /// <summary>With lanes of one width, at most as many as a code word has elements.</summary>
    public void Encode<TLanes>(Goldilocks[] vector, Goldilocks[] words, CancellationToken cancellation = default)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        TLanes[] factors = FirstFactors<TLanes>();
        if (shape.RowCount == 1)
            EncodeRows(vector, words, factors, 0, 1, cancellation);
        else
            Halves.Run(() => EncodeRows(vector, words, factors, 0, shape.RowCount / 2, cancellation), () => EncodeRows(vector, words, factors, shape.RowCount / 2, shape.RowCount, cancellation));
    }

    /// <summary>What each of the coefficients behind one vector adds to its lanes: ω^(rev(m) · lane), ω being of as many lanes' order.</summary>
    private TLanes[] FirstFactors<TLanes>()
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int logCount = Math.Max(0, BitOperations.Log2((uint)TLanes.Count) - shape.LogInverseRate);
        var factors = new TLanes[1 << logCount];
        for (int index = 0; index < factors.Length; index++)
        {
            Goldilocks root = Goldilocks.RootOfUnity(BitOperations.Log2((uint)TLanes.Count)).Power((ulong)ReversedBits(index, logCount));
            var lanes = new Goldilocks[TLanes.Count];
            for (int lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = root.Power((ulong)lane);
            factors[index] = TLanes.Load(in lanes[0], 0);
        }

        return factors;
    }

    private void EncodeRows<TLanes>(Goldilocks[] vector, Goldilocks[] words, TLanes[] factors, int first, int end, CancellationToken cancellation)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int block = Math.Min(BlockElements, shape.CodeElements);
        for (int row = first; row < end && !cancellation.IsCancellationRequested; row++)
        {
            int start = row * shape.CodeElements;
            Spread(ref vector[row * shape.RowElements], ref words[start], factors);
            for (int offset = 0; offset < shape.CodeElements; offset += block)
                Transform<TLanes>(ref words[start + offset], block, Math.Max(TLanes.Count, 1 << shape.LogInverseRate));
            Transform<TLanes>(ref words[start], shape.CodeElements, Math.Max(block, Math.Max(TLanes.Count, 1 << shape.LogInverseRate)));
        }
    }

    /// <summary>Each vector from the coefficients that its lanes come from; where a coefficient fills more than a vector, copies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread<TLanes>(ref Goldilocks row, ref Goldilocks word, TLanes[] factors)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int index = 0; index < shape.CodeElements; index += TLanes.Count)
        {
            int first = index >> shape.LogInverseRate;
            TLanes sum = TLanes.Create(Unsafe.Add(ref row, first)) * factors[0];
            for (int other = 1; other < factors.Length; other++)
                sum += TLanes.Create(Unsafe.Add(ref row, first + other)) * factors[other];
            TLanes.Store(sum, ref word, (nuint)index);
        }
    }

    /// <summary>The levels from a half on, of a stretch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<TLanes>(ref Goldilocks word, int length, int half)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks roots = ref _roots[0];
        for (; half < length; half *= 2)
        {
            for (int block = 0; block < length; block += 2 * half)
            {
                for (int offset = 0; offset < half; offset += TLanes.Count)
                {
                    nuint at = (nuint)(uint)(block + offset);
                    nuint other = at + (nuint)(uint)half;
                    TLanes low = TLanes.Load(in word, at);
                    TLanes odd = TLanes.Load(in word, other) * TLanes.Load(in roots, (nuint)(uint)(half + offset));
                    TLanes.Store(low + odd, ref word, at);
                    TLanes.Store(low - odd, ref word, other);
                }
            }
        }
    }

    private static int ReversedBits(int index, int bitCount)
    {
        int reversed = 0;
        for (int bit = 0; bit < bitCount; bit++)
            reversed |= ((index >> bit) & 1) << (bitCount - 1 - bit);
        return reversed;
    }
}
