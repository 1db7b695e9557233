using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Operators;
using OpenGradient.Models.Onnx.Operators.MachineLearning;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Adds the nodes of graphs, sub-graphs and functions to a Program.</summary>
internal sealed class NodeCompiler(OnnxModel model, ProgramDraft draft, TensorImport tensors)
{
    private readonly FunctionTable _functions = new(model.Functions);
    private int _nodeCount;

    /// <summary>Adds nodes in an order in which each comes after those it reads from.</summary>
    public void AddNodes(List<OnnxNode> nodes, ValueScope scope, NodeContext context)
    {
        if (nodes.Count > NodeLimit - _nodeCount)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "graph", $"The graph has more than {NodeLimit} nodes, those of sub-graphs and functions counted as often as they are used.");
        _nodeCount += nodes.Count;
        foreach (int index in NodeOrder.Sort(nodes))
        {
            var import = new NodeImport(nodes[index], index, context, draft, scope, this);
            string? outer = draft.Origin;
            draft.Origin = import.Subject;
            AddNode(import, nodes[index]);
            draft.Origin = outer;
        }
    }

    /// <summary>Adds the weights of a graph to its scope.</summary>
    public void AddInitializers(OnnxGraph graph, ValueScope scope)
    {
        if (graph.HasSparseInitializers)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "graph", "Sparse initialisers are not supported.");
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            var value = DraftValue.Of(tensors.Import(tensor, tensor.Name));
            if (tensor.Name.Length == 0 || !scope.TryAdd(tensor.Name, value))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"tensor '{NodeNames.Shorten(tensor.Name)}'", $"The initialiser name '{NodeNames.Shorten(tensor.Name)}' is empty or stands twice.");
        }
    }

    /// <summary>Adds a sub-graph where the steps of the draft stand now; gives its outputs.</summary>
    /// <param name="graph">The sub-graph.</param>
    /// <param name="import">The node that holds it.</param>
    /// <param name="scope">The scope of that node.</param>
    /// <param name="context">The context of that node.</param>
    /// <param name="inputs">What the inputs of the sub-graph are, by position.</param>
    public DraftValue[] AddGraph(OnnxGraph graph, NodeImport import, ValueScope scope, NodeContext context, ReadOnlySpan<DraftValue> inputs)
    {
        var inner = new ValueScope(scope);
        if (graph.Inputs.Count != inputs.Length)
            throw import.Error($"its sub-graph takes {graph.Inputs.Count} inputs, not {inputs.Length}");
        for (int index = 0; index < inputs.Length; index++)
        {
            OnnxValueInfo info = graph.Inputs[index];
            if (info is { IsTensor: false, Kind.Length: > 0 })
                throw import.Error($"input '{NodeNames.Shorten(info.Name)}' of its sub-graph is a {info.Kind}, which is not supported", InvalidInputKind.Unsupported);
            if (info.IsTensor && info.DataType != OnnxDataType.Undefined)
                inputs[index].Facts = inputs[index].Facts with { Type = inputs[index].Type ?? OnnxTypes.Require(info.DataType, $"input '{NodeNames.Shorten(info.Name)}'") };
            if (!inner.TryAdd(info.Name, inputs[index]))
                throw import.Error($"the input name '{NodeNames.Shorten(info.Name)}' of its sub-graph stands twice");
        }

        AddInitializers(graph, inner);
        AddNodes(graph.Nodes, inner, context);
        return [.. graph.Outputs.Select(info => inner.TryGet(info.Name, out DraftValue? value)
            ? value
            : throw import.Error($"output '{NodeNames.Shorten(info.Name)}' of its sub-graph is made by no node"))];
    }

    private void AddNode(NodeImport import, OnnxNode node)
    {
        if (_functions.TryFind(node, out OnnxFunction? function))
            Call(function, import);
        else if (node is { Domain: PreviewDomain, Operator: "FlexAttention" })
            FlexAttentionImport.Import(import);
        else if (node.Domain == MachineLearningImports.Domain)
            MachineLearningImports.Import(import, tensors);
        else if (node.Domain.Length > 0)
            throw import.Error($"operators of the domain '{NodeNames.Shorten(node.Domain)}' are not supported", InvalidInputKind.Unsupported);
        else if (import.Opset > MaxOpset || (import.Opset < MinOpset && (import.Opset < 1 || node.Operator != Unchanged)))
            throw new InvalidInputException(InvalidInputKind.Unsupported, "opset", $"The model uses operator set {import.Opset}; {MinOpset} to {MaxOpset} are understood.");
        else if (node.Operator == "Constant")
            ConstantImport.Import(import, tensors);
        else if (node.Operator == "ConstantOfShape")
            ShapeImports.ConstantOfShape(import, tensors);
        else if (OperatorImports.TryFind(node.Operator, out Action<NodeImport>? importOperator))
            importOperator(import);
        else
            throw import.Error(RefusedOperators.Reason(node.Operator), InvalidInputKind.Unsupported);
    }

    /// <summary>The nodes of the function, in a scope that holds nothing but its inputs.</summary>
    private void Call(OnnxFunction function, NodeImport import)
    {
        NodeContext context = import.Enter(function);
        if (import.InputCount > function.Inputs.Count || import.OutputCount > function.Outputs.Count)
            throw import.Error($"the function takes {function.Inputs.Count} inputs and gives {function.Outputs.Count} outputs");
        var scope = new ValueScope(outer: null);
        for (int input = 0; input < function.Inputs.Count; input++)
        {
            if (!scope.TryAdd(function.Inputs[input], import.Optional(input)))
                throw import.Error($"the function has the input '{NodeNames.Shorten(function.Inputs[input])}' twice");
        }

        AddNodes(function.Nodes, scope, context);
        for (int output = 0; output < import.OutputCount; output++)
        {
            if (!import.Wants(output))
                continue;
            import.Set(output, scope.TryGet(function.Outputs[output], out DraftValue? value)
                ? value
                : throw import.Error($"output '{NodeNames.Shorten(function.Outputs[output])}' of the function is made by no node"));
        }
    }

    /// <summary>The one operator whose first version, of operator set 1, is still its only one.</summary>
    private const string Unchanged = "Not";

    private const string PreviewDomain = "ai.onnx.preview";
    private const long MinOpset = 7;
    private const long MaxOpset = 28;
    private const int NodeLimit = 1 << 18;
}
