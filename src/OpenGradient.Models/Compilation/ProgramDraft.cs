using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Builds a Program: steps are added in order, and what no output needs is left out at the end.</summary>
internal sealed class ProgramDraft
{
    private readonly List<DraftValue> _inputs = [];
    private readonly List<DraftStep> _steps = [];
    private readonly List<(string Name, DraftValue Value)> _outputs = [];

    /// <summary>Adds an input.</summary>
    public DraftValue AddInput(ProgramInput input)
    {
        var value = DraftValue.Of(input);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Adds a step after all others.</summary>
    public DraftStep AddStep(string name, int outputCount, Settings? settings, params ReadOnlySpan<DraftValue?> inputs)
    {
        int count = inputs.Length;
        while (count > 0 && inputs[count - 1] is null)
            count--;
        var step = new DraftStep(name, [.. inputs[..count]], outputCount, (settings ?? new Settings()).ToImmutable());
        _steps.Add(step);
        return step;
    }

    /// <summary>Adds an output.</summary>
    public void AddOutput(string name, DraftValue value) => _outputs.Add((name, value));

    /// <summary>The Program, and where its constants come from.</summary>
    public (Program Program, IConstantSource Constants) Build(string? sequence = null)
    {
        ImmutableArray<DraftStep> steps = NeededSteps();
        var numbers = new Dictionary<DraftValue, int>(ReferenceEqualityComparer.Instance);
        foreach (DraftValue input in _inputs)
            numbers.Add(input, numbers.Count);
        ImmutableArray<DraftConstant> constants = NumberConstants(steps, numbers, out ImmutableArray<Constant> described);
        int next = _inputs.Count + constants.Length;
        foreach (DraftValue output in steps.SelectMany(static step => step.Outputs))
            numbers.Add(output, next++);
        var program = new Program(
            [.. _inputs.Select(static value => value.Input!)],
            described,
            [.. steps.Select(step => Number(step, numbers))],
            [.. _outputs.Select(output => new ProgramOutput(output.Name, numbers[output.Value]))],
            sequence);
        return (program, new DraftConstantSource(constants));
    }

    private ImmutableArray<DraftStep> NeededSteps()
    {
        var needed = new HashSet<DraftStep>(_outputs.Select(static output => output.Value.Step).OfType<DraftStep>());
        for (int index = _steps.Count - 1; index >= 0; index--)
        {
            if (needed.Contains(_steps[index]))
                needed.UnionWith(_steps[index].Inputs.Select(static value => value?.Step).OfType<DraftStep>());
        }

        return [.. _steps.Where(needed.Contains)];
    }

    /// <summary>In the order of first use; equal constants share one number.</summary>
    private ImmutableArray<DraftConstant> NumberConstants(
        ImmutableArray<DraftStep> steps, Dictionary<DraftValue, int> numbers, out ImmutableArray<Constant> described)
    {
        var constants = ImmutableArray.CreateBuilder<DraftConstant>();
        var descriptions = ImmutableArray.CreateBuilder<Constant>();
        var known = new Dictionary<(Digest Digest, string Form), int>();
        foreach (DraftValue value in steps.SelectMany(static step => step.Inputs).Concat(_outputs.Select(static output => output.Value)).OfType<DraftValue>())
        {
            if (value.Constant is not { } constant || numbers.ContainsKey(value))
                continue;
            var digest = Digest.Sha256(constant.Bytes.Span);
            string form = $"{constant.Encoding}[{string.Join(',', constant.Shape)}]";
            if (!known.TryGetValue((digest, form), out int number))
            {
                number = _inputs.Count + constants.Count;
                known.Add((digest, form), number);
                constants.Add(constant);
                descriptions.Add(new Constant(constant.Name, constant.Encoding, constant.Shape, digest));
            }

            numbers.Add(value, number);
        }

        described = descriptions.ToImmutable();
        return constants.ToImmutable();
    }

    private static Step Number(DraftStep step, Dictionary<DraftValue, int> numbers) => new(
        step.Operator,
        [.. step.Inputs.Select(value => value is null ? Step.Absent : numbers[value])],
        step.Outputs.Length,
        step.Attributes,
        !MoveOnly.Contains(step.Operator));

    /// <summary>Steps that only rearrange what an earlier step made: the trace would commit to the same elements twice.</summary>
    private static readonly SortedSet<string> MoveOnly = new(StringComparer.Ordinal)
    {
        "CenterCropPad", "Compress", "Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Pad", "Range", "Reshape", "ReverseSequence", "Shape", "Slice", "SpaceToDepth", "Split", "Squeeze", "TensorScatter", "Tile", "Transpose", "Trilu", "Unsqueeze",
    };
}
