using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

public sealed class CacheBlockPoolTests
{
    private static readonly Digest One = Digest.Sha256([1]);
    private static readonly Digest Two = Digest.Sha256([2]);

    [Fact]
    public void TryTake_MoreThanTheLimit_IsRefusedAndMemoryIsBounded()
    {
        CacheBlockPool pool = new(16, blockLimit: 2);
        Assert.True(pool.TryTake(out CacheBlock? first));
        Assert.True(pool.TryTake(out _));

        Assert.False(pool.TryTake(out _));

        pool.Release(first);
        Assert.Equal((2, 1), (pool.BlockCount, pool.AvailableCount));
        Assert.True(pool.TryTake(out CacheBlock? again));
        Assert.Same(first, again);
    }

    [Fact]
    public void Find_PublishedAndLetGo_IsKeptUntilItsMemoryIsNeeded()
    {
        CacheBlockPool pool = new(16, blockLimit: 2);
        CacheBlock first = Published(pool, One);
        CacheBlock second = Published(pool, Two);
        pool.Release(first);
        pool.Release(second);
        Assert.Same(first, pool.Find(One));
        pool.Release(first);

        Assert.True(pool.TryTake(out CacheBlock? taken));

        Assert.Same(second, taken);
        Assert.Null(pool.Find(Two));
        Assert.Same(first, pool.Find(One));
        Assert.False(pool.TryTake(out _));
    }

    [Fact]
    public void Publish_ContentThatIsThere_GivesTheOneThatIsThere()
    {
        CacheBlockPool pool = new(16, blockLimit: 2);
        CacheBlock first = Published(pool, One);
        Assert.True(pool.TryTake(out CacheBlock? second));

        CacheBlock kept = pool.Publish(One, second);

        Assert.Same(first, kept);
        Assert.Equal((2, 1), (first.HolderCount, pool.AvailableCount));
    }

    private static CacheBlock Published(CacheBlockPool pool, Digest prefix)
    {
        Assert.True(pool.TryTake(out CacheBlock? block));
        return pool.Publish(prefix, block);
    }
}
