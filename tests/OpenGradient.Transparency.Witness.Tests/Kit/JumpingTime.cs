namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A clock on the wall that a test sets forwards and backwards; what measures time that has passed goes on.</summary>
internal sealed class JumpingTime : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
