using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

public sealed class FairQueueTests
{
    private static readonly string[] Clients = ["many", "few", "other", "a", "b", "c"];

    [Fact]
    public void Take_SeveralClients_TakeTurns()
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

        queue.RemoveAll(static item => item % 2 == 0);

        queue.Add("few", 11);
        Assert.Equal([1, 21, 11, 3], All(queue));
    }

    [Fact]
    public void Take_WithoutRelease_WhoHasTheLeastComesFirst()
    {
        FairQueue<int> queue = new();
        foreach (int item in (int[])[1, 2, 3])
            queue.Add("many", item);
        queue.Take();
        queue.Take();
        queue.Add("few", 10);
        queue.Add("few", 11);

        Assert.Equal((2, 0), (queue.TakenBy("many"), queue.TakenBy("few")));
        Assert.Equal([10, 11, 3], All(queue, isReleased: false));
        Assert.Equal((3, 2), (queue.TakenBy("many"), queue.TakenBy("few")));
    }

    [Fact]
    public void Release_OfTheLast_ForgetsTheClient()
    {
        FairQueue<int> queue = new();
        queue.Add("a", 1);
        queue.Take();

        queue.Release("a");

        Assert.False(queue.TryPeek(out _));
        Assert.Throws<KeyNotFoundException>(() => queue.Release("a"));
    }

    private static IEnumerable<int> All(FairQueue<int> queue, bool isReleased = true)
    {
        while (queue.TryPeek(out int item))
        {
            queue.Take();
            if (isReleased)
                queue.Release(Clients.First(client => queue.TakenBy(client) > 0));
            yield return item;
        }
    }

}
