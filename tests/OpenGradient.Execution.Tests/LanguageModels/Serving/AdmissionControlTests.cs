using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

public sealed class AdmissionControlTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void TryAdmit_AShareForEachClient_IsKept()
    {
        AdmissionControl control = new(running: 1, waiting: 7, clientLimit: null, _time);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => control.TryAdmit("a", out TimeSpan _)));
        Assert.True(control.TryAdmit("b", out _));

        control.Release("a");

        Assert.True(control.TryAdmit("a", out _));
        Assert.False(control.TryAdmit("a", out _));
    }

    [Fact]
    public void TryAdmit_AllPlacesTaken_RefusesEverybody()
    {
        AdmissionControl control = new(running: 1, waiting: 1, clientLimit: 2, _time);
        control.TryAdmit("a", out _);
        control.TryAdmit("b", out _);

        Assert.False(control.TryAdmit("c", out _));
    }

    [Theory]
    [InlineData(100, 4, 1)]
    [InlineData(500, 4, 2)]
    [InlineData(3000, 4, 12)]
    [InlineData(60_000, 4, 60)]
    public void TryAdmit_Refused_SaysWhenTheQueueWillHaveMovedOn(int millisecondsEach, int limit, int expectedSeconds)
    {
        AdmissionControl control = new(running: 1, limit - 1, clientLimit: limit, _time);
        for (int taken = 0; taken < limit; taken++)
            control.TryAdmit("a", out _);
        for (int ended = 0; ended < 50; ended++)
        {
            _time.Pass(TimeSpan.FromMilliseconds(millisecondsEach));
            control.Release("a");
            control.TryAdmit("a", out _);
        }

        Assert.False(control.TryAdmit("b", out TimeSpan retryAfter));

        Assert.Equal(expectedSeconds, retryAfter.TotalSeconds);
    }

    [Fact]
    public void TryAdmit_NothingHasEndedYet_SaysASecondAndMoreAsTimePasses()
    {
        AdmissionControl control = new(running: 1, waiting: 3, clientLimit: 4, _time);
        for (int taken = 0; taken < 4; taken++)
            control.TryAdmit("a", out _);

        control.TryAdmit("b", out TimeSpan atOnce);
        _time.Pass(TimeSpan.FromSeconds(5));
        control.TryAdmit("b", out TimeSpan later);

        Assert.Equal(1, atOnce.TotalSeconds);
        Assert.Equal(20, later.TotalSeconds);
    }

    [Fact]
    public void TryAdmit_AfterAnIdleHour_DoesNotCountIt()
    {
        AdmissionControl control = new(running: 1, waiting: 0, clientLimit: 1, _time);
        control.TryAdmit("a", out _);
        _time.Pass(TimeSpan.FromSeconds(2));
        control.Release("a");
        _time.Pass(TimeSpan.FromHours(1));
        control.TryAdmit("a", out _);

        control.TryAdmit("b", out TimeSpan retryAfter);

        Assert.Equal(2, retryAfter.TotalSeconds);
    }

    private sealed class FakeTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
