using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>From what a record names to the document that it means in given iterations: spec/dispute-1, section 4.</summary>
/// <remarks>
/// What a loop hands to its body in iteration i is what the body gave in iteration i - 1, which may be what it was handed, and so on. A value
/// that is only passed on would take as many steps as there were iterations; places that come round again are counted off at once.
/// </remarks>
/// <param name="program">The records.</param>
internal class Resolution(ProgramView program)
{
    /// <summary>More holders and hand-overs than are gone by in any Program; without an end, two who lie together could keep a referee for hours.</summary>
    private const int MostHops = 1 << 22;

    private int _hops;

    /// <summary>The records.</summary>
    protected ProgramView Program => program;

    /// <summary>The document; null for an input that is not given.</summary>
    /// <param name="reference">What is named.</param>
    /// <param name="holder">The step in a body of which the name stands; null outside of bodies.</param>
    /// <param name="iterations">The iterations of the loops around the place where the name stands.</param>
    public RecordInput? Resolve(ValueReference? reference, int? holder, ImmutableArray<int> iterations) => reference switch
    {
        null => null,
        ValueReference.Given given => new RecordInput(new DocumentName(DocumentKind.Input, given.Index), null),
        ValueReference.Stored stored => new RecordInput(new DocumentName(DocumentKind.Constant, stored.Index), stored.Constant),
        ValueReference.Outer outer => new RecordInput(DocumentName.OfOuter(outer.Leaf), null),
        ValueReference.Literal literal => new RecordInput(literal.Document, null),
        ValueReference.Made made => Leaf(made, iterations[..LoopsAround(made.Step, holder)]),
        ValueReference.Handed handed => Handed(LoopAround(handed.Loop, holder), handed.Place, iterations[..(LoopsAround(handed.Loop, holder) + 1)]),
        _ => throw new ArgumentException("A reference of an unknown kind.", nameof(reference)),
    };

    /// <summary>What a loop hands to its body.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="place">0 the iteration, 1 the condition, from 2 on carried values.</param>
    /// <param name="iterations">The iterations of the loops around it, and last its own.</param>
    protected virtual RecordInput? Handed(StepRecord loop, int place, ImmutableArray<int> iterations)
    {
        (ImmutableArray<int> around, int iteration) = (iterations[..^1], iterations[^1]);
        var seen = new Dictionary<int, int>();
        while (place > 0 && iteration > 0)
        {
            if (seen.TryGetValue(place, out int before))
                iteration %= before - iteration;
            if (iteration == 0)
                break;
            Hop();
            seen[place] = iteration--;
            ValueReference given = loop.Bodies[0].Outputs[place - 1];
            if (given is not ValueReference.Handed handed || handed.Loop != loop.Index)
                return Resolve(given, loop.Index, around.Add(iteration));
            place = handed.Place;
        }

        if (place == 0)
            return new RecordInput(new DocumentName(DocumentKind.Iteration, iteration), null);
        return place == 1 && loop.Input(1) is null ? new RecordInput(DocumentName.True, null) : Resolve(loop.Input(place), loop.Holder, around);
    }

    private static RecordInput Leaf(ValueReference.Made made, ImmutableArray<int> iterations) =>
        new(DocumentName.Of(new LeafName(made.Step, made.Output, iterations)), null);

    /// <summary>How many loops lie around a step that can be named from a body: steps are counted before those of their bodies.</summary>
    private int LoopsAround(int step, int? holder)
    {
        int count = 0;
        while (holder is { } index)
        {
            Hop();
            StepRecord record = program.Step(index);
            if (index < step && record.IsLoop)
                count++;
            holder = HolderOf(record);
        }

        return count;
    }

    /// <summary>The loop whose hand-over is named, which lies around the place of the name: so each name that leads to another leads further out, and to an end.</summary>
    private StepRecord LoopAround(int loop, int? holder)
    {
        while (holder is { } index && index != loop)
        {
            Hop();
            holder = HolderOf(program.Step(index));
        }

        return holder is not null && program.Step(loop) is { IsLoop: true } record
            ? record
            : throw new ArgumentException("What a loop hands to its body is named outside of that.", nameof(loop));
    }

    private void Hop()
    {
        if (++_hops > MostHops)
            throw new ArgumentException("What the names mean is too long a way off.");
    }

    private static int? HolderOf(StepRecord record) => record.Holder < record.Index ? record.Holder : null;
}
