using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Where the greatest of at least one number stands, the first of equals.</summary>
/// <remarks>
/// <b>Special values</b> a NaN counts as -∞, and the two zeros as equal. <b>Order</b> cannot matter: each lane keeps the first greatest of its own, and the first of
/// the greatest of these is taken.
/// </remarks>
/// <param name="x">The numbers, fewer than 2^31.</param>
/// <param name="place">One element: the result.</param>
internal readonly ref struct FirstGreatest(ReadOnlySpan<float> x, Span<int> place) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<int> _place = place;

    /// <summary>The place in <paramref name="x"/>.</summary>
    public static int Of(ReadOnlySpan<float> x)
    {
        int place = 0;
        LaneDispatch.Run(new FirstGreatest(x, new Span<int>(ref place)));
        return place;
    }

    /// <inheritdoc/>
    public void RunScalar() => _place[0] = Scalar(0, 0, float.NegativeInfinity);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> first = stackalloc float[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            first[lane] = BitConverter.Int32BitsToSingle(lane);
        ref float x = ref MemoryMarshal.GetReference(_x);
        TLanes here = TLanes.Load(in first[0], 0);
        TLanes step = TLanes.CreateBits(Lanes);
        TLanes greatest = TLanes.Create(float.NegativeInfinity);
        TLanes places = TLanes.Zero;
        int i = 0;
        for (; i + Lanes <= _x.Length; i += Lanes)
        {
            TLanes next = TLanes.Load(in x, (nuint)i);
            places = TLanes.SelectLess(greatest, next, here, places);
            greatest = TLanes.SelectLess(greatest, next, next, greatest);
            here = TLanes.AddBits(here, step);
        }

        Span<float> values = stackalloc float[Lanes];
        TLanes.Store(greatest, ref values[0], 0);
        TLanes.Store(places, ref first[0], 0);
        (int place, float value) = First(values, MemoryMarshal.Cast<float, int>(first));
        _place[0] = Scalar(i, place, value);
    }

    /// <summary>The first of the greatest of all lanes.</summary>
    private static (int Place, float Value) First(ReadOnlySpan<float> values, ReadOnlySpan<int> places)
    {
        (int place, float value) = (places[0], values[0]);
        for (int lane = 1; lane < Lanes; lane++)
        {
            if (values[lane] > value || (values[lane] == value && places[lane] < place))
                (place, value) = (places[lane], values[lane]);
        }

        return (place, value);
    }

    private int Scalar(int start, int place, float greatest)
    {
        for (int i = start; i < _x.Length; i++)
        {
            if (_x[i] > greatest)
                (place, greatest) = (i, _x[i]);
        }

        return place;
    }

    private const int Lanes = 16;
}
