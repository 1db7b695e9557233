using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One head's attention of one position over the positions first … count - 1.</summary>
/// <remarks>
/// <para>
/// <b>Computes</b> s_j = (Σ_d q_d · k_jd) · scale, with a cap cap · tanh(s_j / cap); m = max s_j; e_j = exp(s_j - m); y_d = (Σ_j e_j · v_jd) / (Σ_j e_j).
/// </para>
/// <para>
/// <b>Shapes</b> query: [headDim]; output: [paddedHeadDim]; keys and values of 32 positions each in <c>blocks</c>, laid out by
/// <see cref="KeyValueLayout"/>: from <c>keysAt</c> on [2, headDim, 16], from <c>valuesAt</c> on [32, paddedHeadDim].
/// </para>
/// <para><b>Types</b> binary32 throughout.</para>
/// <para>
/// <b>Order</b> s_j: acc = fma(q_d, k_jd, acc) from +0, d ascending. Σ e_j: sixteen lanes, lane l adds the j with j mod 16 = l in
/// ascending order from +0; then in halves 8, 4, 2, 1. y_d: acc = fma(e_j, v_jd, acc) from +0, j ascending. Positions are absolute,
/// so how a text was cut into chunks cannot matter.
/// </para>
/// <para><b>Special values</b> the maximum starts at -∞ and passes over NaNs; NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> none. scores: scratch of count elements, rounded up to 64; output has paddedHeadDim elements.</para>
/// </remarks>
internal readonly ref struct AttentionKernel(
    ReadOnlySpan<float> query,
    ReadOnlySpan<float[]> blocks,
    int keysAt,
    int valuesAt,
    int first,
    int count,
    float scale,
    float cap,
    Span<float> scores,
    Span<float> output) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _query = query;
    private readonly ReadOnlySpan<float[]> _blocks = blocks;
    private readonly Span<float> _scores = scores;
    private readonly Span<float> _output = output;

    /// <inheritdoc/>
    public void RunScalar()
    {
        int headDim = _query.Length;
        float max = float.NegativeInfinity;
        for (int j = first; j < count; j++)
        {
            float score = 0f;
            for (int d = 0; d < headDim; d++)
                score = MathF.FusedMultiplyAdd(_query[d], _blocks[j / Positions][keysAt + (((j % Positions / 16 * headDim) + d) * 16) + (j % 16)], score);
            score *= scale;
            _scores[j] = cap > 0f ? Tanh.Of(score / cap) * cap : score;
            max = max < _scores[j] ? _scores[j] : max;
        }

        Span<float> lanes = stackalloc float[16];
        lanes.Clear();
        for (int j = first; j < count; j++)
        {
            _scores[j] = Exp.Of(_scores[j] - max);
            lanes[j % 16] += _scores[j];
        }

        float sum = LaneSum.Of(lanes);
        for (int d = 0; d < _output.Length; d++)
        {
            float mixed = 0f;
            for (int j = first; j < count; j++)
                mixed = MathF.FusedMultiplyAdd(_scores[j], _blocks[j / Positions][valuesAt + (j % Positions * _output.Length) + d], mixed);
            _output[d] = CanonicalNaN.Of(mixed / sum);
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Score<TLanes>();
        Mix<TLanes>(AttentionWeights.Weigh<TLanes>(_scores, first, count, cap));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float scores = ref MemoryMarshal.GetReference(_scores);
        TLanes factor = TLanes.Create(scale);
        nuint panelElements = (nuint)_query.Length * 16;
        int blockCount = (count + Positions - 1) / Positions;
        int block = first / Positions;
        for (; block + 2 <= blockCount; block += 2)
        {
            ref float keys = ref Keys(block);
            ref float next = ref Keys(block + 1);
            nuint at = 0;
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, e = TLanes.Zero;
            foreach (float element in _query)
            {
                TLanes q = TLanes.Create(element);
                a = TLanes.FusedMultiplyAdd(q, TLanes.Load(in keys, at), a);
                b = TLanes.FusedMultiplyAdd(q, TLanes.Load(in keys, at + panelElements), b);
                c = TLanes.FusedMultiplyAdd(q, TLanes.Load(in next, at), c);
                e = TLanes.FusedMultiplyAdd(q, TLanes.Load(in next, at + panelElements), e);
                at += 16;
            }

            TLanes.Store(a * factor, ref scores, (nuint)(block * Positions));
            TLanes.Store(b * factor, ref scores, (nuint)(block * Positions) + 16);
            TLanes.Store(c * factor, ref scores, (nuint)(block * Positions) + 32);
            TLanes.Store(e * factor, ref scores, (nuint)(block * Positions) + 48);
        }

        if (block < blockCount)
        {
            ref float keys = ref Keys(block);
            nuint at = 0;
            nuint second = count > (block * Positions) + 16 ? panelElements : 0; // a panel that nobody sees need not come from memory
            TLanes a = TLanes.Zero, b = TLanes.Zero;
            foreach (float element in _query)
            {
                TLanes q = TLanes.Create(element);
                a = TLanes.FusedMultiplyAdd(q, TLanes.Load(in keys, at), a);
                b = TLanes.FusedMultiplyAdd(q, TLanes.Load(in keys, at + second), b);
                at += 16;
            }

            TLanes.Store(a * factor, ref scores, (nuint)(block * Positions));
            TLanes.Store(b * factor, ref scores, (nuint)(block * Positions) + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix<TLanes>(float sum)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float output = ref MemoryMarshal.GetReference(_output);
        TLanes divisor = TLanes.Create(sum);
        nuint step = (nuint)_output.Length;
        nuint d = 0;
        for (; d + 64 <= step; d += 64)
        {
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, e = TLanes.Zero;
            for (int j = first; j < count; j = NextBlock(j))
            {
                ref float values = ref Values(j);
                nuint at = d;
                foreach (float weight in _scores[j..NextBlock(j)])
                {
                    TLanes w = TLanes.Create(weight);
                    a = TLanes.FusedMultiplyAdd(w, TLanes.Load(in values, at), a);
                    b = TLanes.FusedMultiplyAdd(w, TLanes.Load(in values, at + 16), b);
                    c = TLanes.FusedMultiplyAdd(w, TLanes.Load(in values, at + 32), c);
                    e = TLanes.FusedMultiplyAdd(w, TLanes.Load(in values, at + 48), e);
                    at += step;
                }
            }

            TLanes.Store(CanonicalNaN.Of(a / divisor), ref output, d);
            TLanes.Store(CanonicalNaN.Of(b / divisor), ref output, d + 16);
            TLanes.Store(CanonicalNaN.Of(c / divisor), ref output, d + 32);
            TLanes.Store(CanonicalNaN.Of(e / divisor), ref output, d + 48);
        }

        for (; d < step; d += 16)
        {
            TLanes a = TLanes.Zero;
            for (int j = first; j < count; j = NextBlock(j))
            {
                ref float values = ref Values(j);
                nuint at = d;
                foreach (float weight in _scores[j..NextBlock(j)])
                {
                    a = TLanes.FusedMultiplyAdd(TLanes.Create(weight), TLanes.Load(in values, at), a);
                    at += step;
                }
            }

            TLanes.Store(CanonicalNaN.Of(a / divisor), ref output, d);
        }
    }

    /// <summary>The first position of the block after that of position <paramref name="j"/>, or the count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextBlock(int j) => Math.Min((j | (Positions - 1)) + 1, count);

    /// <summary>The head's keys in a block; its panels lie one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Keys(int block) => ref _blocks[block][keysAt];

    /// <summary>The head's values of position <paramref name="j"/>; those of the rest of the block follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Values(int j) => ref _blocks[j / Positions][valuesAt + (j % Positions * _output.Length)];

    private const int Positions = KeyValueLayout.BlockPositions;
}
