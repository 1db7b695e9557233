using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway.Tests.Hosting;

public sealed class InferenceGateTests
{
    [Fact]
    public void Admit_MoreThanRunAndWait_IsTurnedAwayWith429()
    {
        using InferenceGate gate = new(concurrent: 1, waiting: 1);
        using InferenceGate.Admission first = gate.Admit();
        using InferenceGate.Admission second = gate.Admit();

        NodeBusyException busy = Assert.Throws<NodeBusyException>(() => gate.Admit());

        Assert.Equal(StatusCodes.Status429TooManyRequests, HttpError.From(busy)!.Status);
    }

    [Fact]
    public async Task Admit_AfterOneEnded_IsAdmittedAndGetsATurn()
    {
        using InferenceGate gate = new(concurrent: 1, waiting: 0);
        gate.Admit().Dispose();

        using InferenceGate.Admission admission = gate.Admit();

        using InferenceGate.Turn turn = await admission.EnterAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Enter_WhileAnotherComputes_WaitsForItsTurn()
    {
        using InferenceGate gate = new(concurrent: 1, waiting: 1);
        InferenceGate.Turn first = await gate.Admit().EnterAsync(CancellationToken.None);

        ValueTask<InferenceGate.Turn> second = gate.Admit().EnterAsync(CancellationToken.None);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }
}
