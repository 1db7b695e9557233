using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary><see cref="AttentionKernel"/> of four neighbouring positions of one head, which share what is read of keys and values.</summary>
/// <remarks>
/// <para><b>Computes</b> for row r = 0 … 3 what that kernel does for first[r] and count + r; every element of keys and values that two rows see is loaded once for both.</para>
/// <para>
/// <b>Shapes</b> queries: from that of row 0 on, <c>queryStep</c> apart; scores: scratch [4, scoreStep], a step of count + 3 rounded up to 64; output: [4, paddedHeadDim]; the rest as there.
/// At least one position is seen by all four: first[3] below count.
/// </para>
/// <para><b>Order</b> of each row's sums: as there. Rows do not meet.</para>
/// <para><b>Aliasing</b> none.</para>
/// </remarks>
internal readonly ref struct AttentionFourKernel(
    ReadOnlySpan<float> queries,
    int queryStep,
    int headDim,
    ReadOnlySpan<float[]> blocks,
    int keysAt,
    int valuesAt,
    ReadOnlySpan<int> first,
    int count,
    float scale,
    float cap,
    Span<float> scores,
    Span<float> output) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _queries = queries;
    private readonly ReadOnlySpan<float[]> _blocks = blocks;
    private readonly ReadOnlySpan<int> _first = first;
    private readonly Span<float> _scores = scores;
    private readonly Span<float> _output = output;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int row = 0; row < RowCount; row++)
        {
            new AttentionKernel(
                _queries.Slice(row * queryStep, headDim), _blocks, keysAt, valuesAt, _first[row], count + row, scale, cap, Scores(row), Output(row)).RunScalar();
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Score<TLanes>();
        Span<float> sums = stackalloc float[RowCount];
        for (int row = 0; row < RowCount; row++)
            sums[row] = AttentionWeights.Weigh<TLanes>(Scores(row), _first[row], count + row, cap);

        // Each row's positions in order: those that not all rows see yet, those that all see, those that not all see any more.
        _output.Clear();
        for (int row = 0; row < RowCount - 1; row++)
            Mix<TLanes>(row, _first[row], _first[^1], 0);
        nuint done = MixAll<TLanes>();
        for (int row = 0; row < RowCount; row++)
        {
            Mix<TLanes>(row, _first[^1], count, done);
            Mix<TLanes>(row, count, count + row, 0);
            Divide<TLanes>(Output(row), sums[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float query = ref MemoryMarshal.GetReference(_queries);
        ref float second = ref Unsafe.Add(ref query, queryStep);
        ref float third = ref Unsafe.Add(ref second, queryStep);
        ref float fourth = ref Unsafe.Add(ref third, queryStep);
        nuint panelElements = (nuint)headDim * 16;
        for (int block = _first[0] / Positions; block * Positions < count + RowCount - 1; block++)
        {
            ref float keys = ref _blocks[block][keysAt];
            TLanes a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
            TLanes b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
            for (nuint d = 0; d < (nuint)headDim; d++)
            {
                TLanes a = TLanes.Load(in keys, d * 16);
                TLanes b = TLanes.Load(in keys, panelElements + (d * 16));
                TLanes q = TLanes.Create(Unsafe.Add(ref query, d));
                a0 = TLanes.FusedMultiplyAdd(q, a, a0);
                b0 = TLanes.FusedMultiplyAdd(q, b, b0);
                q = TLanes.Create(Unsafe.Add(ref second, d));
                a1 = TLanes.FusedMultiplyAdd(q, a, a1);
                b1 = TLanes.FusedMultiplyAdd(q, b, b1);
                q = TLanes.Create(Unsafe.Add(ref third, d));
                a2 = TLanes.FusedMultiplyAdd(q, a, a2);
                b2 = TLanes.FusedMultiplyAdd(q, b, b2);
                q = TLanes.Create(Unsafe.Add(ref fourth, d));
                a3 = TLanes.FusedMultiplyAdd(q, a, a3);
                b3 = TLanes.FusedMultiplyAdd(q, b, b3);
            }

            StoreScores(block, 0, a0, b0);
            StoreScores(block, 1, a1, b1);
            StoreScores(block, 2, a2, b2);
            StoreScores(block, 3, a3, b3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreScores<TLanes>(int block, int row, TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes factor = TLanes.Create(scale);
        ref float scores = ref Scores(row)[block * Positions];
        TLanes.Store(low * factor, ref scores, 0);
        TLanes.Store(high * factor, ref scores, 16);
    }

    /// <summary>Adds the positions that all rows see; returns how many elements of the output were done: a multiple of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nuint MixAll<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float output = ref MemoryMarshal.GetReference(_output);
        nuint step = (nuint)(_output.Length / RowCount);
        nuint scoreStep = (nuint)(_scores.Length / RowCount);
        nuint done = 0;
        for (; done + 32 <= step; done += 32)
        {
            TLanes a0 = TLanes.Load(in output, done), b0 = TLanes.Load(in output, done + 16);
            TLanes a1 = TLanes.Load(in output, step + done), b1 = TLanes.Load(in output, step + done + 16);
            TLanes a2 = TLanes.Load(in output, (2 * step) + done), b2 = TLanes.Load(in output, (2 * step) + done + 16);
            TLanes a3 = TLanes.Load(in output, (3 * step) + done), b3 = TLanes.Load(in output, (3 * step) + done + 16);
            for (int j = _first[^1]; j < count;)
            {
                int end = Math.Min((j | (Positions - 1)) + 1, count);
                ref float values = ref Values(j);
                ref float weights = ref _scores[j];
                nuint at = done;
                for (; j < end; j++)
                {
                    TLanes a = TLanes.Load(in values, at);
                    TLanes b = TLanes.Load(in values, at + 16);
                    TLanes w = TLanes.Create(weights);
                    a0 = TLanes.FusedMultiplyAdd(w, a, a0);
                    b0 = TLanes.FusedMultiplyAdd(w, b, b0);
                    w = TLanes.Create(Unsafe.Add(ref weights, scoreStep));
                    a1 = TLanes.FusedMultiplyAdd(w, a, a1);
                    b1 = TLanes.FusedMultiplyAdd(w, b, b1);
                    w = TLanes.Create(Unsafe.Add(ref weights, 2 * scoreStep));
                    a2 = TLanes.FusedMultiplyAdd(w, a, a2);
                    b2 = TLanes.FusedMultiplyAdd(w, b, b2);
                    w = TLanes.Create(Unsafe.Add(ref weights, 3 * scoreStep));
                    a3 = TLanes.FusedMultiplyAdd(w, a, a3);
                    b3 = TLanes.FusedMultiplyAdd(w, b, b3);
                    weights = ref Unsafe.Add(ref weights, 1);
                    at += step;
                }
            }

            TLanes.Store(a0, ref output, done);
            TLanes.Store(b0, ref output, done + 16);
            TLanes.Store(a1, ref output, step + done);
            TLanes.Store(b1, ref output, step + done + 16);
            TLanes.Store(a2, ref output, (2 * step) + done);
            TLanes.Store(b2, ref output, (2 * step) + done + 16);
            TLanes.Store(a3, ref output, (3 * step) + done);
            TLanes.Store(b3, ref output, (3 * step) + done + 16);
        }

        return done;
    }

    /// <summary>Adds the positions from <paramref name="from"/> to <paramref name="end"/> to one row's output, from element <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix<TLanes>(int row, int from, int end, nuint start)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> own = Output(row);
        ref float output = ref MemoryMarshal.GetReference(own);
        Span<float> weights = Scores(row);
        for (nuint d = start; d < (nuint)own.Length; d += 16)
        {
            TLanes sum = TLanes.Load(in output, d);
            for (int j = from; j < end; j++)
                sum = TLanes.FusedMultiplyAdd(TLanes.Create(weights[j]), TLanes.Load(in Values(j), d), sum);
            TLanes.Store(sum, ref output, d);
        }
    }

    private static void Divide<TLanes>(Span<float> output, float sum)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float y = ref MemoryMarshal.GetReference(output);
        TLanes divisor = TLanes.Create(sum);
        for (nuint d = 0; d < (nuint)output.Length; d += 16)
            TLanes.Store(CanonicalNaN.Of(TLanes.Load(in y, d) / divisor), ref y, d);
    }

    private Span<float> Scores(int row) => _scores.Slice(row * (_scores.Length / RowCount), _scores.Length / RowCount);

    private Span<float> Output(int row) => _output.Slice(row * (_output.Length / RowCount), _output.Length / RowCount);

    /// <summary>The head's values of position <paramref name="j"/>; those of the rest of the block follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Values(int j) => ref _blocks[j / Positions][valuesAt + (j % Positions * (_output.Length / RowCount))];

    /// <summary>How many rows it takes.</summary>
    public const int RowCount = 4;

    private const int Positions = KeyValueLayout.BlockPositions;
}
