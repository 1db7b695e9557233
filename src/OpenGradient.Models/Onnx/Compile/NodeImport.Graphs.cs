using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <content>Sub-graphs and functions.</content>
internal sealed partial class NodeImport
{
    /// <summary>The sub-graph in an attribute, which must be given.</summary>
    public OnnxGraph Graph(string name) => Find(name)?.Graph ?? throw Error($"the sub-graph '{name}' is missing");

    /// <summary>Adds the steps of a sub-graph; gives its outputs.</summary>
    public DraftValue[] Inline(OnnxGraph graph, params ReadOnlySpan<DraftValue> inputs) => compiler.AddGraph(graph, this, values, context, inputs);

    /// <summary>A body with inputs of which that much is known: the steps that <paramref name="fill"/> adds, which gives its outputs.</summary>
    public DraftBody Body(IEnumerable<ValueFacts> inputs, Func<IReadOnlyList<DraftValue>, IEnumerable<DraftValue>> fill) => draft.AddBody(inputs, fill);

    /// <summary>Adds a step that holds bodies.</summary>
    public DraftStep EmitControl(string name, int outputCount, Settings? settings, ReadOnlySpan<DraftBody> bodies, params ReadOnlySpan<DraftValue?> inputs) =>
        draft.AddStep(name, outputCount, settings, bodies, inputs);

    /// <summary>The context of the nodes of a function that this node calls.</summary>
    public NodeContext Enter(OnnxFunction function)
    {
        if (context.Calls is { } calls && (calls.Contains(function) || calls.Depth == CallLimit))
            throw Error("the function calls itself, or calls lie too deep in each other");
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in function.Defaults)
            attributes[attribute.Name] = attribute;
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (context.Resolve(attribute) is { } given)
                attributes[attribute.Name] = given;
        }

        return new NodeContext(function.Opsets, attributes, new FunctionCall(function, context.Calls));
    }

    private const int CallLimit = 64;
}
