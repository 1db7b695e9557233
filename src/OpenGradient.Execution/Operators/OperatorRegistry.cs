using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The operators of exec-1, by name.</summary>
internal static class OperatorRegistry
{
    private static readonly FrozenDictionary<string, OperatorDefinition> Definitions =
        All().ToFrozenDictionary(static definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The names, in no particular order.</summary>
    public static IReadOnlyCollection<string> Names => Definitions.Keys;

    /// <summary>The operator of that name; false if exec-1 has none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out OperatorDefinition? definition) =>
        Definitions.TryGetValue(name, out definition);

    private static IEnumerable<OperatorDefinition> All() =>
    [
    ];
}
