namespace OpenGradient.Models.Templates;

/// <summary>A macro, or what <c>caller</c> calls, with what it may be given.</summary>
internal sealed class TemplateMacro(TemplateStatement.Macro macro, Func<IEnumerable<(string Name, object? Value)>, object> render) : TemplateObject
{
    /// <inheritdoc/>
    public override string Kind => $"the macro '{macro.Name}'";

    /// <inheritdoc/>
    public override string Printed => macro.Name == TemplateStatement.Macro.Caller ? "<Macro anonymous>" : $"<Macro '{macro.Name}'>";

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override object? Find(string name) => name switch
    {
        "name" => macro.Name == TemplateStatement.Macro.Caller ? TemplateNone.Value : MarkedText.FromTemplate(macro.Name),
        "arguments" => new TemplateTuple(macro.Parameters.Select(static parameter => (object)MarkedText.FromTemplate(parameter.Name))),
        "catch_varargs" => Uses("varargs"),
        "catch_kwargs" => Uses("kwargs"),
        "caller" => Uses(TemplateStatement.Macro.Caller),
        "explicit_caller" => HasParameter(TemplateStatement.Macro.Caller),
        _ => null,
    };

    /// <inheritdoc/>
    public override object Call(TemplateCall call)
    {
        Dictionary<string, object> named = new(call.Named, StringComparer.Ordinal);
        List<(string, object?)> values = [];
        for (int i = 0; i < macro.Parameters.Length; i++)
        {
            string name = macro.Parameters[i].Name;
            values.Add((name, i < call.Positional.Count ? call.Positional[i] : named.Remove(name, out object? given) ? given : null));
        }

        if (Uses(TemplateStatement.Macro.Caller) && !HasParameter(TemplateStatement.Macro.Caller))
            values.Add((TemplateStatement.Macro.Caller, named.Remove(TemplateStatement.Macro.Caller, out object? caller) ? caller : new TemplateUndefined(TemplateStatement.Macro.Caller)));
        if (Uses("kwargs"))
            values.Add(("kwargs", TemplateGlobals.MakeMap(named.Select(static argument => KeyValuePair.Create((object)MarkedText.FromTemplate(argument.Key), argument.Value)))));
        else if (named.Count > 0)
            throw TemplateError.Runtime($"{Kind} takes no argument '{named.Keys.First()}', or has it twice.");
        if (Uses("varargs"))
            values.Add(("varargs", new TemplateTuple(call.Positional.Skip(macro.Parameters.Length))));
        else if (call.Positional.Count > macro.Parameters.Length)
            throw TemplateError.Runtime($"{Kind} takes at most {macro.Parameters.Length} arguments.");
        return render(values);
    }

    private bool HasParameter(string name) => macro.Parameters.Any(parameter => parameter.Name == name);

    private bool Uses(string name) => macro.Mentioned.Contains(name) && (name == TemplateStatement.Macro.Caller || !HasParameter(name));
}
