using CsCheck;
using OpenGradient.Tests;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>A log against a model of it, whatever is done to it and befalls it, in any order.</summary>
public sealed class LogModelTests
{
    private static readonly Gen<LogStepKind> Kinds = Gen.Frequency(
        (6, Gen.Const(LogStepKind.Append)),
        (4, Gen.Const(LogStepKind.Prove)),
        (1, Gen.Const(LogStepKind.Restart)),
        (2, Gen.Const(LogStepKind.PowerFailure)),
        (1, Gen.Const(LogStepKind.DiskFull)),
        (1, Gen.Const(LogStepKind.PublicDiskFull)),
        (1, Gen.Const(LogStepKind.TornTile)),
        (1, Gen.Const(LogStepKind.Clock)),
        (1, Gen.Const(LogStepKind.SecondOpen)),
        (3, Gen.Const(LogStepKind.Witness)));

    private static readonly Gen<LogStep[]> Stories = Gen.Select(Kinds, Gen.Int[0, 1000], Gen.UInt, static (kind, number, seed) => new LogStep(kind, number, seed)).Array[5, 40];

    [Fact]
    [Trait("Category", "Slow")]
    public void Log_AnyStory_KeepsItsPromisesAndNeverForks() =>
        Stories.SampleFixed(static story => Task.Run(() => LiveAsync(story)).GetAwaiter().GetResult(), iter: 30);

    private static async Task LiveAsync(LogStep[] story)
    {
        await using ModelledLog log = new();
        await log.OpenAsync();
        foreach (LogStep step in story)
            await log.DoAsync(step);
        await log.EndAsync();
    }
}
