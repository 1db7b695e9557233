using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Carries out steps at compile time whose inputs, or whose outputs, are known: with the engine, so that not a bit differs.</summary>
/// <remarks>
/// A Program must not depend on the machine that compiles it, so what is folded is decided by sizes alone: an output is not larger
/// than the inputs (or 64 KiB), and all folding together is limited in bytes, of which products count as many. Steps that
/// fail are left to the run, which names them.
/// </remarks>
internal sealed class ConstantFolder
{
    private long _leftBytes = 1L << 30;

    /// <summary>Makes the outputs of a step constants if it can; false if the step is needed.</summary>
    public bool TryFold(DraftStep step)
    {
        if (step.Operator is "Cast" && step.Inputs[0]!.Facts.Type is { } type && step.Attributes["to"] == type.CanonicalName())
        {
            step.Outputs = [step.Inputs[0]!];
            return true;
        }

        if (!Foldable.TryGetValue(step.Operator, out int cost))
            return false;
        return TryKnown(step) || TryRun(step, cost);
    }

    /// <summary>A list of integers that the rules of facts have found out.</summary>
    private static bool TryKnown(DraftStep step)
    {
        ValueFacts facts = step.Outputs[0].Facts;
        if (step.Outputs.Length != 1 || facts is not { Type: ElementType.Int64, KnownIntegers: { } numbers, KnownShape: { } shape })
            return false;
        step.Outputs = [DraftValue.Of(DraftConstant.Integers(step.Operator, numbers) with { Shape = [.. shape] })];
        return true;
    }

    private bool TryRun(DraftStep step, int cost)
    {
        if (step.Inputs.Length == 0 || step.Inputs.Any(static value => value is { Constant: null }))
            return false;
        DraftConstant[] constants = [.. step.Inputs.OfType<DraftValue>().Select(static value => value.Constant!)];
        long inputBytes = constants.Sum(static constant => (long)constant.Bytes.Length);
        if (cost * (inputBytes + MinBytes) > _leftBytes || inputBytes > StepLimitBytes)
            return false;
        _leftBytes -= cost * (inputBytes + MinBytes);
        if (Run(step, constants, 4 * (inputBytes + MinBytes)) is not { } outputs || outputs.Sum(static tensor => (long)tensor.Bytes.Length) > Math.Max(inputBytes, MinBytes))
            return false;
        step.Outputs = [.. outputs.Select(tensor => DraftValue.Of(new DraftConstant(step.Operator, tensor.Type.CanonicalName(), tensor.Shape, tensor.Bytes)))];
        return true;
    }

    private static ImmutableArray<Tensor>? Run(DraftStep step, DraftConstant[] constants, long liveBytes)
    {
        int next = 0;
        var program = new Program(
            [],
            [.. constants.Select(static constant => new Constant(constant.Name, constant.Encoding, constant.Shape, default))],
            [new Step(step.Operator, [.. step.Inputs.Select(value => value is null ? Step.Absent : next++)], step.Outputs.Length, step.Attributes, IsTraced: false)],
            [.. Enumerable.Range(0, step.Outputs.Length).Select(output => new ProgramOutput($"{output}", constants.Length + output))]);
        try
        {
            return Executable.Load(program, new DraftConstantSource([.. constants]), new ExecutionLimits(Math.Max(liveBytes, 1 << 20))).Run([], CancellationToken.None).Outputs;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private const long MinBytes = 1 << 16;
    private const long StepLimitBytes = 64 << 20;

    /// <summary>Operators whose work is that of walking over their inputs and outputs: 1. For products, how much more.</summary>
    private static readonly Dictionary<string, int> Foldable = new Dictionary<string, int>(StringComparer.Ordinal) { ["MatMul"] = 512 }
        .Concat(Walks().Select(static name => KeyValuePair.Create(name, 1))).ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<string> Walks() =>
    [
        "Abs", "Add", "And", "Cast", "Ceil", "Clip", "Concat", "Cos", "Div", "Equal", "Erf", "Exp", "Expand", "Flatten", "Floor", "Gather", "GatherElements", "Less", "LessOrEqual",
        "Log", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or", "Pad", "Pow", "Range", "Reciprocal", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "Relu",
        "Reshape", "Round", "Shape", "Sigmoid", "Sign", "Sin", "Slice", "Split", "Sqrt", "Squeeze", "Sub", "Tanh", "Tile", "Transpose", "Trilu", "Unsqueeze", "Where", "Xor",
    ];
}
