using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

public sealed class FairQueueTests
{
    [Fact]
    public void Remove_SeveralClients_TakeTurns()
    {
        FairQueue<int> queue = new();
        foreach (int item in (int[])[1, 2, 3])
            queue.Add("many", item);
        queue.Add("few", 10);
        queue.Add("other", 20);

        Assert.Equal([1, 10, 20, 2, 3], All(queue));
    }

    [Fact]
    public void AddFirst_ComesBeforeEverything()
    {
        FairQueue<int> queue = new();
        queue.Add("a", 1);
        queue.Add("b", 2);
        queue.AddFirst("b", 3);
        queue.AddFirst("c", 4);

        Assert.Equal([4, 3, 1, 2], All(queue));
    }

    [Fact]
    public void RemoveAll_TakesItemsAndLeavesTurns()
    {
        FairQueue<int> queue = new();
        foreach (int item in (int[])[1, 2, 3])
            queue.Add("many", item);
        queue.Add("few", 10);
        queue.Add("other", 21);

        Assert.Equal(2, queue.RemoveAll(static item => item % 2 == 0));

        queue.Add("few", 11);
        Assert.Equal([1, 21, 11, 3], All(queue));
    }

    private static IEnumerable<int> All(FairQueue<int> queue)
    {
        for (; queue.TryPeek(out int item); queue.Remove())
            yield return item;
    }
}
