namespace OpenGradient.Models.Templates;

/// <summary>Variables by name; an inner scope sees the outer one's and hides them when it sets its own.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>Sets a variable of this scope.</summary>
    public void Set(string name, object value) => _values[name] = value;

    /// <summary>The value of a variable of this or an outer scope.</summary>
    public object Get(string name)
    {
        for (TemplateScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out object? value))
                return value;
        }

        return new TemplateUndefined(name);
    }

    private TemplateScope? Outer { get; } = outer;
}
