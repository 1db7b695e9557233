using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>What each ONNX operator becomes.</summary>
internal static class OperatorImports
{
    private static readonly FrozenDictionary<string, Action<NodeImport>> Imports = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of the operators that are understood, <c>Constant</c> and <c>ConstantOfShape</c> apart.</summary>
    public static IReadOnlyCollection<string> Names => Imports.Keys;

    /// <summary>How to import the operator; false if it is not understood.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Action<NodeImport>? import) => Imports.TryGetValue(name, out import);

    private static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        .. ElementwiseImports.All(),
        .. CastImports.All(),
        .. ActivationImports.All(),
        .. ProductImports.All(),
        .. PoolingImports.All(),
        .. NormalizationImports.All(),
        .. RecurrentImports.All(),
        .. AttentionImports.All(),
        .. QuantizationImports.All(),
        .. ReductionImports.All(),
        .. ShapeImports.All(),
        .. Further(),
        .. ControlImports.All(),
    ];

    private static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Further() =>
    [
        .. SelectionImports.All(),
        .. BitwiseImports.All(),
        .. SpelledOutImports.All(),
        .. LossImports.All(),
        .. SamplingImports.All(),
        .. SignalImports.All(),
    ];
}
