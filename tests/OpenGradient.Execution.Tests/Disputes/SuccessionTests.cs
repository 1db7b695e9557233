using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Records of Programs that nobody could load: the referee sees what is shown, and must end.</summary>
public sealed class SuccessionTests
{
    /// <summary>A body without steps that says it takes two thousand million inputs, in a loop that would run longer still.</summary>
    [Fact]
    public void IterationCount_OfABodyWithMoreInputsThanAreShown_EndsAtOnce()
    {
        var body = new BodyRecord(First: null, InputCount: int.MaxValue, [new ValueReference.Handed(0, 1)]);
        var loop = new StepRecord(0, "Loop", ImmutableSortedDictionary<string, string>.Empty, [new ValueReference.Given(0)], 1, true, Holder: null, Next: null, [body]);
        byte[] count = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(count, long.MaxValue);
        var view = new ProgramView(_ => loop, static _ => new ValueHeader(ElementType.Int64, []), new ByteReader(_ => count));

        Assert.Throws<OverflowException>(() => new Succession(view).IterationCount(loop, [], before: null));
    }
}
