namespace OpenGradient.Models.Templates;

/// <summary>Something that can be called.</summary>
internal sealed class TemplateFunction(string name, Func<TemplateCall, object> body, Func<string, object?>? members = null) : TemplateObject
{
    /// <inheritdoc/>
    public override string Kind => $"the function '{name}'";

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override object? Find(string name) => members?.Invoke(name);

    /// <inheritdoc/>
    public override object Call(TemplateCall call) => body(call with { Name = name });
}
