using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>Patterns of steps, as exporters write them, that one operator of exec-1 stands for.</summary>
/// <remarks>
/// The result of a node is looked at when it is made; where it ends a pattern, the one operator is added and takes its place. The steps of the pattern stay for
/// whoever else reads them; what nobody reads is left out of the Program. Which patterns there are is part of what a model compiles to: spec/exec-1, section 20.
/// </remarks>
internal static class Fusions
{
    /// <summary>What stands for <paramref name="value"/> in the Program.</summary>
    public static DraftValue Apply(ProgramDraft draft, DraftValue value) => value.Step?.Operator switch
    {
        "Add" => LayerNormFusion.TryBias(draft, value.Step) ?? value,
        "BatchNorm" => ConvBatchNormFusion.TryFuse(draft, value.Step) ?? value,
        "MatMul" => AttentionFusion.TryFuse(draft, value.Step) ?? value,
        "Mul" => GeluFusion.TryFuse(draft, value.Step) ?? LayerNormFusion.TryScale(draft, value.Step) ?? RmsNormFusion.TryFuse(draft, value.Step) ?? value,
        "QuantizeLinear" => QuantizedLayerFusion.TryFuse(draft, value.Step) ?? value,
        "Reshape" => HeadsFusion.TryFuse(draft, value.Step) ?? value,
        _ => value,
    };
}
