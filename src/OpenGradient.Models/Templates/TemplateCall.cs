namespace OpenGradient.Models.Templates;

/// <summary>Values that a function, a method, a filter or a test is given.</summary>
/// <param name="Name">Of what is called, for messages.</param>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one.</param>
internal sealed record TemplateCall(string Name, IReadOnlyList<object> Positional, IReadOnlyDictionary<string, object> Named)
{
    /// <summary>A call with positional arguments.</summary>
    public static TemplateCall Of(string name, params IReadOnlyList<object> positional) =>
        new(name, positional, System.Collections.Immutable.ImmutableDictionary<string, object>.Empty);

    /// <summary>The arguments in the order of parameters, null for what is not given.</summary>
    /// <param name="required">How many must be given, the first ones.</param>
    /// <param name="parameters">Their names; one that begins with a slash can be given by its place only.</param>
    /// <exception cref="Primitives.InvalidInputException">Too few or too many are given, or one of another name.</exception>
    public object?[] Bind(int required, params ReadOnlySpan<string> parameters)
    {
        if (Positional.Count > parameters.Length)
            throw TemplateError.Runtime($"'{Name}' takes at most {parameters.Length} arguments.");
        object?[] bound = new object?[parameters.Length];
        for (int i = 0; i < Positional.Count; i++)
            bound[i] = Positional[i];
        foreach ((string name, object value) in Named)
        {
            int index = parameters.IndexOf(name);
            if (index < 0 || bound[index] is not null)
                throw TemplateError.Runtime($"'{Name}' has no argument '{name}', or has it twice.");
            bound[index] = value;
        }

        for (int i = 0; i < required; i++)
        {
            if (bound[i] is null)
                throw TemplateError.Runtime($"'{Name}' needs the argument '{parameters[i].TrimStart('/')}'.");
        }

        return bound;
    }
}
