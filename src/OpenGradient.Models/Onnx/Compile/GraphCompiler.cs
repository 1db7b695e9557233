using System.Globalization;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>From an ONNX graph to a Program.</summary>
internal sealed class GraphCompiler
{
    private readonly OnnxModel _model;
    private readonly NodeCompiler _nodes;
    private readonly ProgramDraft _draft = new();
    private readonly ValueScope _values = new(outer: null);

    public GraphCompiler(OnnxModel model, ExternalData external)
    {
        _model = model;
        _nodes = new NodeCompiler(model, _draft, new TensorImport(external));
    }

    /// <summary>Which node each step of the compiled Program comes from.</summary>
    public StepOrigins Origins => _draft.Origins;

    /// <summary>What is known of each output before any run.</summary>
    public List<ValueFacts> OutputFacts { get; } = [];

    /// <exception cref="InvalidInputException">The graph is not well-formed, or uses what this version does not have.</exception>
    public (Program Program, IConstantSource Constants) Compile()
    {
        _nodes.AddInitializers(_model.Graph, _values);
        AddInputs();
        _nodes.AddNodes(_model.Graph.Nodes, _values, NodeContext.OfModel(_model));
        AddOutputs();
        return _draft.Build();
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
            if (_values.Defines(info.Name))
                continue;
            if (!info.IsTensor || info.Dimensions is null)
                throw new InvalidInputException(InvalidInputKind.Unsupported, subject, $"{subject} is no tensor ({info.Kind}); only tensors with a known number of dimensions are supported.");
            var input = new ProgramInput(info.Name, TensorImport.Type(info.DataType, subject), [.. info.Dimensions.Select((text, axis) => Dimension(info, text, axis))]);
            _values.TryAdd(info.Name, _draft.AddInput(input));
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

    private void AddOutputs()
    {
        foreach (OnnxValueInfo info in _model.Graph.Outputs)
        {
            if (!_values.TryGet(info.Name, out DraftValue? value))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"output '{NodeNames.Shorten(info.Name)}'", $"Output '{NodeNames.Shorten(info.Name)}' is made by no node.");
            _draft.AddOutput(info.Name, value);
            OutputFacts.Add(value.Facts);
        }
    }
}
