using System.Diagnostics.CodeAnalysis;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The operators that a model defines itself.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<(string Domain, string Name, string Overload), OnnxFunction> _functions = [];

    public FunctionTable(List<OnnxFunction> functions)
    {
        foreach (OnnxFunction function in functions)
        {
            if (!_functions.TryAdd((function.Domain, function.Name, function.Overload), function))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"function '{NodeNames.Shorten(function.Name)}'", $"The function '{NodeNames.Shorten(function.Name)}' stands twice.");
        }
    }

    /// <summary>The function that a node calls; false if its operator is not one of the model's own.</summary>
    public bool TryFind(OnnxNode node, [NotNullWhen(true)] out OnnxFunction? function) =>
        _functions.TryGetValue((node.Domain, node.Operator, node.Overload), out function);
}
