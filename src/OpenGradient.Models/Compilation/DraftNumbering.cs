using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Gives values their numbers and steps their final form: spec/exec-1, section "Program".</summary>
/// <param name="numbers">The numbers of inputs and constants; those of other values are added.</param>
/// <param name="next">The next number.</param>
internal sealed class DraftNumbering(Dictionary<DraftValue, int> numbers, int next)
{
    private int _next = next;

    /// <summary>The steps of the Program or of a body, in order; a step's bodies are numbered before its outputs.</summary>
    public ImmutableArray<Step> Number(ImmutableArray<DraftStep> steps)
    {
        var numbered = ImmutableArray.CreateBuilder<Step>(steps.Length);
        foreach (DraftStep step in steps)
        {
            ImmutableArray<Body> bodies = [.. step.Bodies.Select(Number)];
            foreach (DraftValue output in step.Outputs)
                numbers.Add(output, _next++);
            numbered.Add(new Step(
                step.Operator,
                [.. step.Inputs.Select(value => value is null ? Step.Absent : numbers[value])],
                step.Outputs.Length,
                step.Attributes,
                !MoveOnly.Contains(step.Operator))
            {
                Bodies = bodies,
            });
        }

        return numbered.MoveToImmutable();
    }

    private Body Number(DraftBody body)
    {
        foreach (DraftValue input in body.Inputs)
            numbers.Add(input, _next++);
        ImmutableArray<Step> steps = Number(body.Steps);
        return new Body(body.Inputs.Length, steps, [.. body.Outputs.Select(output => numbers[output])]);
    }

    /// <summary>Steps that only rearrange what an earlier step made: the trace would commit to the same elements twice.</summary>
    private static readonly SortedSet<string> MoveOnly = new(StringComparer.Ordinal)
    {
        "CenterCropPad", "Compress", "Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Pad", "Range", "Reshape", "ReverseSequence", "Shape", "Slice", "SpaceToDepth", "Split", "Squeeze", "TensorScatter", "Tile", "Transpose", "Trilu", "Unsqueeze",
    };
}
