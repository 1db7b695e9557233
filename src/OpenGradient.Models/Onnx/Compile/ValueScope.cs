using System.Diagnostics.CodeAnalysis;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The values that names stand for in a graph; a sub-graph sees those of the graphs around it as well.</summary>
/// <param name="outer">The scope around this one; null for the main graph and for functions, which see nothing but their inputs.</param>
internal sealed class ValueScope(ValueScope? outer)
{
    private readonly Dictionary<string, DraftValue?> _values = new(StringComparer.Ordinal);

    /// <summary>Whether this graph itself gives the name a meaning.</summary>
    public bool Defines(string name) => _values.ContainsKey(name);

    /// <summary>Gives a name its value; null for an optional input of a function that is not given. False if the name has one here.</summary>
    public bool TryAdd(string name, DraftValue? value) => _values.TryAdd(name, value);

    /// <summary>Whether the name stands for an optional input that is not given.</summary>
    public bool IsAbsent(string name) => _values.TryGetValue(name, out DraftValue? value) ? value is null : outer?.IsAbsent(name) ?? false;

    /// <summary>The value that the name stands for; false if there is none.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out DraftValue? value)
    {
        if (_values.TryGetValue(name, out value))
            return value is not null;
        return outer is not null && outer.TryGet(name, out value);
    }
}
