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

    /// <summary>A body without steps whose condition comes from one place further for each iteration: the way to it would grow as the square of the places.</summary>
    [Fact]
    public void IterationCount_OfABodyWithVeryManyPlaces_IsGivenUp()
    {
        ValueReference[] outputs = [.. Enumerable.Range(2, 5000).Select(static place => new ValueReference.Handed(0, place))];
        ValueReference?[] inputs = [new ValueReference.Given(0), .. Enumerable.Repeat(new ValueReference.Literal(DocumentName.True), 5002)];
        var body = new BodyRecord(First: null, InputCount: 5002, [.. outputs]);
        var loop = new StepRecord(0, "Loop", ImmutableSortedDictionary<string, string>.Empty, [.. inputs], 1, true, Holder: null, Next: null, [body]);
        byte[] count = [0, 0, 0, 1, 0, 0, 0, 0];
        var view = new ProgramView(_ => loop, static _ => new ValueHeader(ElementType.Int64, []), new ByteReader(_ => count));

        Assert.Throws<ArgumentException>(() => new Succession(view).IterationCount(loop, [], before: null));
    }

    /// <summary>Two loops side by side, each of which says that it hands on what the other was handed an iteration before.</summary>
    [Fact]
    public void Resolve_LoopsThatHandEachOtherOn_EndsAtOnce()
    {
        StepRecord Loop(int index, int? holder, int other) => new(
            index, "Loop", ImmutableSortedDictionary<string, string>.Empty, [], 1, true, holder, Next: null, [new BodyRecord(null, 3, [new ValueReference.Handed(other, 1)])]);
        StepRecord[] records = [Loop(0, null, 0), Loop(1, null, 2), Loop(2, 0, 1)];
        var view = new ProgramView(index => records[index], static _ => throw new MissingEvidenceException(), new ByteReader(static _ => default));

        Assert.Throws<ArgumentException>(() => new Succession(view).Resolve(new ValueReference.Handed(1, 1), holder: 2, [0, int.MaxValue]));
        Assert.Throws<ArgumentException>(() => new Succession(view).Resolve(new ValueReference.Handed(2, 1), holder: 2, [0, int.MaxValue]));
    }
}
