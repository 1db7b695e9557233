using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <content>
/// Arithmetic on floats that exec-1 stores but does not compute with: what the node reads is widened to <c>f32</c> first, what it makes is rounded back,
/// once for the whole node. <c>f64</c> goes the same way where the operator has no form of its own on it.
/// </content>
internal sealed partial class NodeImport
{
    private bool? _isLowered;

    /// <summary>The type in which the node computes: that of its first input if arithmetic knows it, else <c>f32</c>.</summary>
    private ElementType ArithmeticType => Given(0)?.Type == ElementType.Float64 && !IsLowered ? ElementType.Float64 : ElementType.Float32;

    /// <summary>Whether some input is of a type that the operator cannot compute with.</summary>
    private bool IsLowered => _isLowered ??= FindLowered();

    private DraftValue? Given(int input) => !Has(input)
        ? null
        : values.TryGet(node.Inputs[input], out DraftValue? value)
            ? value
            : throw Error($"input '{node.Inputs[input]}' is made by no node");

    private bool FindLowered()
    {
        if ((node.Domain.Length > 0 && node is not { Domain: "ai.onnx.preview", Operator: "FlexAttention" }) || TypedOperators.TakesEveryType(node.Operator))
            return false;
        ElementType?[] types = [.. Enumerable.Range(0, InputCount).Select(input => Given(input)?.Type)];
        bool isLowered = types.Any(type => type?.IsNarrowFloat() == true || (type == ElementType.Float64 && !TypedOperators.ComputesWide(node.Operator)));
        if (isLowered && !TypedOperators.MayMixFloats(node.Operator))
            RequireOneFloat(types);
        return isLowered;
    }

    /// <summary>ONNX lets these operators have one type; that all of them would be widened must not hide that a model breaks the rule.</summary>
    private void RequireOneFloat(ElementType?[] types)
    {
        ElementType[] floats = [.. types.OfType<ElementType>().Where(static type => type != ElementType.Bool && !type.IsInteger()).Distinct()];
        if (floats.Length > 1)
            throw Error($"its inputs must have one type, not {string.Join(" and ", floats.Select(static type => type.CanonicalName()))}");
    }

    private DraftValue Widen(DraftValue value)
    {
        if (!IsLowered || value.Type is not { } type || (type != ElementType.Float64 && !type.IsNarrowFloat()))
            return value;
        return value.Constant is { } constant && WidenedConstant.TryOf(constant) is { } widened
            ? value.Widened ??= DraftValue.Of(widened)
            : Emit("Cast", new Settings().Name("to", "f32"), value);
    }

    /// <summary>What the node computed in <c>f32</c> takes the type that ONNX gives the output: that of the first input.</summary>
    private DraftValue Restore(int output, DraftValue value)
    {
        if (!IsLowered || value.Type != ElementType.Float32 || TypedOperators.StaysWide(node.Operator, output))
            return value;
        ElementType? wanted = Given(0)?.Type;
        return wanted is ElementType.Float64 || wanted?.IsNarrowFloat() == true
            ? Emit("Cast", new Settings().Name("to", wanted.Value.CanonicalName()), value)
            : value;
    }
}
