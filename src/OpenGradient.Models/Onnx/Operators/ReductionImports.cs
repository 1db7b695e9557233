using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Reductions over axes.</summary>
internal static class ReductionImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All()
    {
        foreach (string name in Same)
            yield return new(name, static node => node.Set(0, Reduce(node, node.Operator, node.Input(0))));
        yield return new("ReduceL2", static node => OfReal(node, static (node, x) => Reduce(node, "ReduceL2", x)));
        yield return new("ArgMax", Arg);
        yield return new("ArgMin", Arg);
        yield return new("CumSum", CumSum);
        yield return new("ReduceL1", static node => node.Set(0, Reduce(node, "ReduceSum", node.Emit("Abs", null, node.Input(0)))));
        yield return new("ReduceLogSum", static node => OfReal(node, static (node, x) => node.Emit("Log", null, Reduce(node, "ReduceSum", x))));
    }

    /// <summary>A reduction that ends in a function of reals: what is reduced is <c>f64</c> where the node has integers, and the result is cut to their type.</summary>
    public static void OfReal(NodeImport node, Func<NodeImport, DraftValue, DraftValue> reduce)
    {
        DraftValue x = node.Input(0);
        node.Set(0, x.Type?.IsInteger() == true
            ? node.Emit("CastLike", null, reduce(node, node.Emit("Cast", new Settings().Name("to", "f64"), x)), x)
            : reduce(node, x));
    }

    private static void CumSum(NodeImport node)
    {
        var settings = new Settings();
        if (node.Flag("exclusive", false))
            settings.Flag("exclusive", true);
        if (node.Flag("reverse", false))
            settings.Flag("reverse", true);
        node.Set(0, node.Emit("CumSum", settings, node.Input(0), node.Input(1)));
    }

    private static void Arg(NodeImport node)
    {
        Settings settings = new Settings().Integer("axis", node.Integer("axis", 0));
        if (!node.Flag("keepdims", true))
            settings.Flag("keepdims", false);
        if (node.Flag("select_last_index", false))
            settings.Flag("select_last_index", true);
        node.Set(0, node.Emit(node.Operator, settings, node.Input(0)));
    }

    /// <summary>Axes are an attribute in old operator sets and an input in new ones; in the Program they are an input.</summary>
    private static DraftValue Reduce(NodeImport node, string name, DraftValue x) => Reduce(node, name, x, node.Flag("keepdims", true));

    /// <summary>As the node says, but for whether the reduced dimensions stay.</summary>
    public static DraftValue Reduce(NodeImport node, string name, DraftValue x, bool keepsDimensions)
    {
        DraftValue? axes = node.Optional(1) ?? (node.Integers("axes") is { } listed ? node.IntegerList([.. listed]) : null);
        var settings = new Settings();
        if (!keepsDimensions)
            settings.Flag("keepdims", false);
        if (node.Flag("noop_with_empty_axes", false))
            settings.Flag("noop_with_empty_axes", true);
        return node.Emit(name, settings, x, axes);
    }

    private static readonly string[] Same = ["ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"];
}
