using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>The code words of the rows of a matrix: <see cref="ReedSolomonCode"/> with as many neighbours at once as there are lanes.</summary>
/// <remarks>
/// The transform takes its coefficients in the order of reversed bits and leaves the values in order (Cooley and Tukey 1965): nothing is ever moved. The levels within one
/// vector are one sum, of the few coefficients that its lanes come from; those within a block are done block by block, which stays in the cache.
/// </remarks>
/// <param name="shape">Of the matrix.</param>
/// <param name="roots"><see cref="RootTable.Of"/> of as many levels or more, if the caller has it.</param>
internal sealed class RowEncoder(CommitmentShape shape, Goldilocks[]? roots = null)
{
    /// <summary>So many elements lie in the first caches; and between so many is looked at whether to go on.</summary>
    private const int BlockElements = 1 << 14;

    /// <summary>The roots of unity that it works with.</summary>
    public Goldilocks[] Roots { get; } = roots ?? RootTable.Of(shape.LogCodeElements);

    /// <param name="vector">[rows, row elements]</param>
    /// <param name="cancellation">Is looked at between rows, and between stretches of them.</param>
    /// <returns>[rows, code elements]</returns>
    public Goldilocks[] Encode(Goldilocks[] vector, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, 1 << shape.VariableCount);
        return Encode(new FieldCells(vector), shape.RowCount, cancellation);
    }

    /// <summary>The code words of the first rows.</summary>
    public Goldilocks[] Encode(VectorCells vector, int rowCount, CancellationToken cancellation = default)
    {
        Goldilocks[] words = GC.AllocateUninitializedArray<Goldilocks>(rowCount * shape.CodeElements);
        Encode(vector, words, cancellation);
        return words;
    }

    /// <summary>The code words of as many of the first rows as there is room for.</summary>
    public void Encode(VectorCells vector, Memory<Goldilocks> words, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Roots.Length, shape.CodeElements);
        if (Lanes512.IsSupported && shape.CodeElements >= Lanes512.Count)
            Encode<Lanes512>(vector, words, cancellation);
        else if (Lanes256.IsSupported && shape.CodeElements >= Lanes256.Count)
            Encode<Lanes256>(vector, words, cancellation);
        else
            Encode<ScalarLane>(vector, words, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>With lanes of one width, at most as many as a code word has elements.</summary>
    public void Encode<TLanes>(VectorCells vector, Memory<Goldilocks> words, CancellationToken cancellation = default)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        TLanes[] factors = FirstFactors<TLanes>();
        int rowCount = words.Length / shape.CodeElements;
        if (rowCount == 1)
            EncodeRows(vector, words, factors, 0, 1, cancellation);
        else
            Halves.Run(() => EncodeRows(vector, words, factors, 0, rowCount / 2, cancellation), () => EncodeRows(vector, words, factors, rowCount / 2, rowCount, cancellation));
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

    private void EncodeRows<TLanes>(VectorCells vector, Memory<Goldilocks> words, TLanes[] factors, int first, int end, CancellationToken cancellation)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int block = Math.Min(BlockElements, shape.CodeElements);
        Goldilocks[] buffer = vector is FieldCells ? [] : new Goldilocks[shape.RowElements];
        for (int row = first; row < end && !cancellation.IsCancellationRequested; row++)
        {
            // SAFETY: every block lies within the word, whose length the slice checked.
            ref Goldilocks word = ref words.Span.Slice(row * shape.CodeElements, shape.CodeElements)[0];
            ref Goldilocks elements = ref MemoryMarshal.GetReference(vector.Read(row * shape.RowElements, shape.RowElements, buffer));
            for (int offset = 0; offset < shape.CodeElements && !cancellation.IsCancellationRequested; offset += block)
            {
                Spread(ref elements, ref word, factors, offset, offset + block);
                TransformBlock<TLanes>(ref Unsafe.Add(ref word, offset), block);
            }

            TransformAcross<TLanes>(ref word, block, cancellation);
        }
    }

    /// <summary>All levels of a stretch that lies in the first caches.</summary>
    private void TransformBlock<TLanes>(ref Goldilocks word, int length)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int half = Math.Max(TLanes.Count, 1 << shape.LogInverseRate); half < length; half *= 2)
            Transform<TLanes>(ref word, length, half, 0, half);
    }

    /// <summary>The levels from a half on, of a whole word: two at a time, because each goes through memory once.</summary>
    private void TransformAcross<TLanes>(ref Goldilocks word, int half, CancellationToken cancellation)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        half = Math.Max(half, Math.Max(TLanes.Count, 1 << shape.LogInverseRate));
        for (; 4 * half <= shape.CodeElements; half *= 4)
        {
            for (int place = 0; place < shape.CodeElements / 4 && !cancellation.IsCancellationRequested; place += BlockElements)
                TransformTwice<TLanes>(ref Unsafe.Add(ref word, place / half * 4 * half), half, place % half, Math.Min(place % half + BlockElements, half));
        }

        for (int place = 0; 2 * half <= shape.CodeElements && place < half && !cancellation.IsCancellationRequested; place += BlockElements)
            Transform<TLanes>(ref word, shape.CodeElements, half, place, Math.Min(place + BlockElements, half));
    }

    /// <summary>Each vector from the coefficients that its lanes come from; where a coefficient fills more than a vector, copies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread<TLanes>(ref readonly Goldilocks row, ref Goldilocks word, TLanes[] factors, int start, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int index = start; index < end; index += TLanes.Count)
        {
            int first = index >> shape.LogInverseRate;
            TLanes sum = TLanes.Create(Unsafe.Add(ref Unsafe.AsRef(in row), first)) * factors[0];
            for (int other = 1; other < factors.Length; other++)
                sum += TLanes.Create(Unsafe.Add(ref Unsafe.AsRef(in row), first + other)) * factors[other];
            TLanes.Store(sum, ref word, (nuint)index);
        }
    }

    /// <summary>The level of a half, of a stretch; of each half of it the places from one on and before another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<TLanes>(ref Goldilocks word, int length, int half, int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks roots = ref Roots[0];
        for (int block = 0; block < length; block += 2 * half)
        {
            for (int offset = first; offset < end; offset += TLanes.Count)
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

    /// <summary>The levels of a half and of twice that, of a stretch of four halves: of each the places from one on and before another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformTwice<TLanes>(ref Goldilocks word, int half, int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks roots = ref Roots[0];
        nuint quarter = (nuint)(uint)half;
        for (int offset = first; offset < end; offset += TLanes.Count)
        {
            nuint at = (nuint)(uint)offset;
            nuint root = (nuint)(uint)(half + offset);
            TLanes x0 = TLanes.Load(in word, at);
            TLanes x1 = TLanes.Load(in word, at + quarter) * TLanes.Load(in roots, root);
            TLanes x2 = TLanes.Load(in word, at + (2 * quarter));
            TLanes x3 = TLanes.Load(in word, at + (3 * quarter)) * TLanes.Load(in roots, root);
            TLanes even = (x2 + x3) * TLanes.Load(in roots, root + quarter);
            TLanes odd = (x2 - x3) * TLanes.Load(in roots, root + (2 * quarter));
            (x0, x1) = (x0 + x1, x0 - x1);
            TLanes.Store(x0 + even, ref word, at);
            TLanes.Store(x1 + odd, ref word, at + quarter);
            TLanes.Store(x0 - even, ref word, at + (2 * quarter));
            TLanes.Store(x1 - odd, ref word, at + (3 * quarter));
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
