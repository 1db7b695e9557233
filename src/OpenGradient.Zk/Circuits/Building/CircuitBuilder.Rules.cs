using System.Collections.Frozen;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Which rule each operator has.</content>
internal sealed partial class CircuitBuilder
{
    private void Add(Step step, int output)
    {
        bool isOfFloats = AlsoOfFloats.Contains(step.Operator) && !ReadsCore(step);
        bool hasOutputs = step.OutputCount == 1 || step.Operator is "Split" or "TopK";
        if (!isOfFloats && hasOutputs && Rules.TryGetValue(step.Operator, out Action<CircuitBuilder, Step, int>? rule))
        {
            CountCells(step.Inputs.Sum(input => input == Step.Absent || _values[input]!.Role == ValueRole.Outside ? 0 : _values[input]!.CellCount));
            rule(this, step, output);
        }
        else
            AddOutside(step, output);
    }

    /// <summary>What there are rules for.</summary>
    public static IEnumerable<string> Operators => Rules.Keys;

    /// <summary>Stand outside of the core, too.</summary>
    private static readonly FrozenSet<string> AlsoOfFloats = new[] { "Add", "Mul", "Neg", "ReduceSum", "Sub" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<CircuitBuilder, Step, int>> Rules = new Dictionary<string, Action<CircuitBuilder, Step, int>>
    {
        ["Add"] = static (builder, step, output) => builder.AddSum(step, output),
        ["And"] = static (builder, step, output) => builder.AddLogic(step, output),
        ["ArgMax"] = static (builder, step, output) => builder.AddArgument(step, output),
        ["ArgMin"] = static (builder, step, output) => builder.AddArgument(step, output),
        ["Cast"] = static (builder, step, output) => builder.AddCast(step, output),
        ["Concat"] = static (builder, step, output) => builder.AddConcat(step, output),
        ["DepthToSpace"] = static (builder, step, output) => builder.AddBlocks(step, output),
        ["Equal"] = static (builder, step, output) => builder.AddEqual(step, output),
        ["Expand"] = static (builder, step, output) => builder.AddExpand(step, output),
        ["FixedConv"] = static (builder, step, output) => builder.AddConv(step, output),
        ["FixedDiv"] = static (builder, step, output) => builder.AddQuotient(step, output),
        ["FixedLinear"] = static (builder, step, output) => builder.AddLinear(step, output),
        ["FixedMatMul"] = static (builder, step, output) => builder.AddMatMul(step, output),
        ["FixedScale"] = static (builder, step, output) => builder.AddScale(step, output),
        ["FixedSqrt"] = static (builder, step, output) => builder.AddRoot(step, output),
        ["Flatten"] = static (builder, step, output) => builder.AddReshape(step, output),
        ["Gather"] = static (builder, step, output) => builder.AddGather(step, output),
        ["Less"] = static (builder, step, output) => builder.AddLess(step, output),
        ["LessOrEqual"] = static (builder, step, output) => builder.AddLess(step, output),
        ["Max"] = static (builder, step, output) => builder.AddLimit(step, output),
        ["MaxPool"] = static (builder, step, output) => builder.AddPool(step, output),
        ["Min"] = static (builder, step, output) => builder.AddLimit(step, output),
        ["Mul"] = static (builder, step, output) => builder.AddProduct(step, output),
        ["Neg"] = static (builder, step, output) => builder.AddNegation(step, output),
        ["Not"] = static (builder, step, output) => builder.AddNot(builder.BitInput(step, 0), output),
        ["Or"] = static (builder, step, output) => builder.AddLogic(step, output),
        ["Pad"] = static (builder, step, output) => builder.AddPad(step, output),
        ["ReduceMax"] = static (builder, step, output) => builder.AddReduction(step, output),
        ["ReduceMin"] = static (builder, step, output) => builder.AddReduction(step, output),
        ["ReduceSum"] = static (builder, step, output) => builder.AddAxisSum(step, output),
        ["Reshape"] = static (builder, step, output) => builder.AddReshape(step, output),
        ["Shape"] = static (builder, step, output) => builder.AddShape(step, output),
        ["Slice"] = static (builder, step, output) => builder.AddSlice(step, output),
        ["SpaceToDepth"] = static (builder, step, output) => builder.AddBlocks(step, output),
        ["Split"] = static (builder, step, output) => builder.AddSplit(step, output),
        ["Squeeze"] = static (builder, step, output) => builder.AddReshape(step, output),
        ["Sub"] = static (builder, step, output) => builder.AddSum(step, output),
        ["Tile"] = static (builder, step, output) => builder.AddTile(step, output),
        ["TopK"] = static (builder, step, output) => builder.AddTop(step, output),
        ["Transpose"] = static (builder, step, output) => builder.AddTranspose(step, output),
        ["Unsqueeze"] = static (builder, step, output) => builder.AddReshape(step, output),
        ["Where"] = static (builder, step, output) => builder.AddWhere(step, output),
        ["Xor"] = static (builder, step, output) => builder.AddLogic(step, output),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
