using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway.Tests.Hosting;

public sealed class InferenceGateTests
{
    [Fact]
    public void Admit_MoreThanRunAndWait_IsTurnedAwayWith429()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 1);
        using InferenceGate.Admission first = gate.Admit("a");
        using InferenceGate.Admission second = gate.Admit("b");

        NodeBusyException busy = Assert.Throws<NodeBusyException>(() => gate.Admit("c"));

        Assert.Equal(StatusCodes.Status429TooManyRequests, HttpError.From(busy)!.Status);
        Assert.InRange(busy.RetryAfter.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Admit_AfterOneEnded_IsAdmittedAndGetsATurn()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 0);
        gate.Admit("").Dispose();

        using InferenceGate.Admission admission = gate.Admit("");

        using InferenceGate.Turn turn = await admission.EnterAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Enter_WhileAnotherComputes_WaitsForItsTurn()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 1);
        InferenceGate.Turn first = await gate.Admit("a").EnterAsync(CancellationToken.None);

        ValueTask<InferenceGate.Turn> second = gate.Admit("b").EnterAsync(CancellationToken.None);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public void Admit_OneClientHasAQuarterOfTheQueue_IsTurnedAwayAndOthersAreNot()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 8);
        for (int taken = 0; taken < 3; taken++)
            gate.Admit("many");

        Assert.Throws<NodeBusyException>(() => gate.Admit("many"));
        gate.Admit("few").Dispose();
    }

    [Fact]
    public async Task Enter_ManyOfOneClientWait_AnothersTurnComesNext()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 40);
        InferenceGate.Turn first = await gate.Admit("many").EnterAsync(CancellationToken.None);
        Task<InferenceGate.Turn>[] many = [.. Enumerable.Range(0, 3).Select(_ => gate.Admit("many").EnterAsync(CancellationToken.None).AsTask())];
        Task<InferenceGate.Turn> few = gate.Admit("few").EnterAsync(CancellationToken.None).AsTask();

        first.Dispose();
        (await many[0]).Dispose();

        Assert.Same(few, await Task.WhenAny(many[1], few));
        (await few).Dispose();
        (await many[1]).Dispose();
        (await many[2]).Dispose();
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesTheTurnToTheNext()
    {
        InferenceGate gate = new(concurrent: 1, waiting: 40);
        using CancellationTokenSource gone = new();
        InferenceGate.Turn first = await gate.Admit("a").EnterAsync(CancellationToken.None);
        Task<InferenceGate.Turn> cancelled = gate.Admit("b").EnterAsync(gone.Token).AsTask();
        Task<InferenceGate.Turn> next = gate.Admit("c").EnterAsync(CancellationToken.None).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => cancelled);
        first.Dispose();

        (await next).Dispose();
    }
}
