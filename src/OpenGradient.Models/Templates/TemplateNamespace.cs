namespace OpenGradient.Models.Templates;

/// <summary>What <c>namespace(…)</c> makes: members that <c>set a.b = c</c> may change.</summary>
internal sealed class TemplateNamespace(TemplateMap members) : TemplateObject
{
    /// <inheritdoc/>
    public override string Kind => "a namespace";

    /// <inheritdoc/>
    public override string Printed => $"<Namespace {TemplateRepr.Write(members)}>";

    /// <summary>The members.</summary>
    public TemplateMap Members => members;

    /// <inheritdoc/>
    public override object? Find(string name) => members.Find(name);
}
