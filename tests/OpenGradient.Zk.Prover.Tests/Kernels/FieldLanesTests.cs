using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>Every width does what one lane does.</summary>
public sealed class FieldLanesTests
{
    [Fact]
    public void Operations_InAvx512_AreThoseOfElements()
    {
        Assert.SkipUnless(Lanes512.IsSupported, "No AVX-512 here.");
        CheckOperations<Lanes512>();
        CheckOrders<Lanes512>();
    }

    [Fact]
    public void Operations_InAvx2_AreThoseOfElements()
    {
        Assert.SkipUnless(Lanes256.IsSupported, "No AVX2 here.");
        CheckOperations<Lanes256>();
        CheckOrders<Lanes256>();
    }

    [Fact]
    public void Operations_InOneLane_AreThoseOfElements()
    {
        CheckOperations<ScalarLane>();
        CheckOrders<ScalarLane>();
    }

    private static void CheckOperations<TLanes>()
        where TLanes : struct, IFieldLanes<TLanes>
    {
        Random random = new(3);
        var results = new Goldilocks[3 * TLanes.Count];
        for (int turn = 0; turn < 2000; turn++)
        {
            Goldilocks[] a = Elements.Of(random, TLanes.Count);
            Goldilocks[] b = Elements.Of(random, TLanes.Count);
            TLanes left = TLanes.Load(in a[0], 0);
            TLanes right = TLanes.Load(in b[0], 0);

            TLanes.Store(left + right, ref results[0], 0);
            TLanes.Store(left - right, ref results[0], (nuint)TLanes.Count);
            TLanes.Store(left * right, ref results[0], (nuint)(2 * TLanes.Count));

            Assert.Equal([.. a.Zip(b, static (x, y) => x + y), .. a.Zip(b, static (x, y) => x - y), .. a.Zip(b, static (x, y) => x * y)], results);
            Assert.Equal(a.Aggregate(static (x, y) => x + y), left.Sum());
        }
    }

    private static void CheckOrders<TLanes>()
        where TLanes : struct, IFieldLanes<TLanes>
    {
        Random random = new(4);
        Goldilocks[] pairs = Elements.Of(random, 2 * TLanes.Count);
        long[] integers = Elements.Integers(random, TLanes.Count);
        Goldilocks[] elements = Array.ConvertAll(integers, Goldilocks.From);
        var stored = new Goldilocks[pairs.Length];
        (TLanes even, TLanes odd) = TLanes.LoadPairs(in pairs[0], 0);

        TLanes.StorePairs(even * TLanes.LoadAmongPairs(in elements[0], 0), odd * TLanes.LoadAmongPairs(in integers[0], 0), ref stored[0], 0);

        Assert.Equal(pairs.Select((element, index) => element * elements[index / 2]), stored);
    }
}
