using System.Globalization;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Operators;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>From an ONNX graph to a Program.</summary>
internal sealed class GraphCompiler
{
    private readonly OnnxModel _model;
    private readonly TensorImport _tensors;
    private readonly ProgramDraft _draft = new();
    private readonly Dictionary<string, DraftValue> _values = new(StringComparer.Ordinal);

    public GraphCompiler(OnnxModel model, ExternalData external)
    {
        _model = model;
        _tensors = new TensorImport(external);
    }

    /// <exception cref="InvalidInputException">The graph is not well-formed, or uses what this version does not have.</exception>
    public (Program Program, IConstantSource Constants) Compile()
    {
        if (_model.Opset is < MinOpset or > MaxOpset)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "opset", $"The model uses operator set {_model.Opset}; {MinOpset} to {MaxOpset} are understood.");
        if (_model.Graph.HasSparseInitializers)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "graph", "Sparse initialisers are not supported.");
        if (_model.Graph.Nodes.Count > NodeLimit)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "graph", $"The graph has {_model.Graph.Nodes.Count} nodes; the limit is {NodeLimit}.");
        AddInitializers();
        AddInputs();
        foreach (int index in NodeOrder.Sort(_model.Graph.Nodes))
            AddNode(_model.Graph.Nodes[index], index);
        AddOutputs();
        return _draft.Build();
    }

    private void AddInitializers()
    {
        foreach (OnnxTensor tensor in _model.Graph.Initializers)
        {
            var value = DraftValue.Of(_tensors.Import(tensor, tensor.Name));
            if (tensor.Name.Length == 0 || !_values.TryAdd(tensor.Name, value))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"tensor '{NodeNames.Shorten(tensor.Name)}'", $"The initialiser name '{NodeNames.Shorten(tensor.Name)}' is empty or stands twice.");
        }
    }

    private void AddInputs()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (OnnxValueInfo info in _model.Graph.Inputs)
        {
            string subject = $"input '{NodeNames.Shorten(info.Name)}'";
            if (info.Name.Length == 0 || !names.Add(info.Name))
                throw new InvalidInputException(InvalidInputKind.Invalid, subject, $"The input name '{NodeNames.Shorten(info.Name)}' is empty or stands twice.");

            // Up to IR version 3 initialisers are listed as inputs, too: they are weights, not what a run is given.
            if (_values.ContainsKey(info.Name))
                continue;
            if (!info.IsTensor || info.Dimensions is null)
                throw new InvalidInputException(InvalidInputKind.Unsupported, subject, $"{subject} is a {info.Kind}; only tensors with a known number of dimensions are supported.");
            var input = new ProgramInput(info.Name, TensorImport.Type(info.DataType, subject), [.. info.Dimensions.Select((text, axis) => Dimension(info, text, axis))]);
            _values.Add(info.Name, _draft.AddInput(input));
        }
    }

    /// <summary>A number stays; a name stays; nothing or a negative number becomes a name of its own.</summary>
    private static string Dimension(OnnxValueInfo info, string text, int axis)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            if (number > int.MaxValue)
                throw new InvalidInputException(InvalidInputKind.TooLarge, $"input '{NodeNames.Shorten(info.Name)}'", $"input '{NodeNames.Shorten(info.Name)}': {number} is not a dimension.");
            return number >= 0 ? number.ToString(CultureInfo.InvariantCulture) : $"{info.Name}.{axis}";
        }

        return text.Length > 0 && ProgramValidator.IsDimension(text) ? text : $"{info.Name}.{axis}";
    }

    private void AddNode(OnnxNode node, int index)
    {
        var import = new NodeImport(node, index, _model.Opset, _draft, _values);
        if (node.Domain is not ("" or "ai.onnx"))
            throw import.Error($"operators of the domain '{NodeNames.Shorten(node.Domain)}' are not supported", InvalidInputKind.Unsupported);
        if (node.Attributes.Exists(static attribute => attribute.HasGraph))
            throw import.Error("operators with sub-graphs are not supported", InvalidInputKind.Unsupported);
        if (node.Operator == "Constant")
            ConstantImport.Import(import, _tensors);
        else if (node.Operator == "ConstantOfShape")
            ShapeImports.ConstantOfShape(import, _tensors);
        else if (OperatorImports.TryFind(node.Operator, out Action<NodeImport>? importOperator))
            importOperator(import);
        else
            throw import.Error("this operator is not supported", InvalidInputKind.Unsupported);
    }

    private void AddOutputs()
    {
        foreach (OnnxValueInfo info in _model.Graph.Outputs)
        {
            if (!_values.TryGetValue(info.Name, out DraftValue? value))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"output '{NodeNames.Shorten(info.Name)}'", $"Output '{NodeNames.Shorten(info.Name)}' is made by no node.");
            _draft.AddOutput(info.Name, value);
        }
    }

    private const long MinOpset = 7;
    private const long MaxOpset = 28;
    private const int NodeLimit = 1 << 18;
}
