namespace OpenGradient.Models.Templates;

/// <summary>What <c>joiner(…)</c> makes: gives nothing the first time and the separator from then on.</summary>
internal sealed class TemplateJoiner(object separator) : TemplateObject
{
    private bool _isUsed;

    /// <inheritdoc/>
    public override string Kind => "a joiner";

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override object? Find(string name) => name switch
    {
        "sep" => separator,
        "used" => _isUsed,
        _ => null,
    };

    /// <inheritdoc/>
    public override object Call(TemplateCall call)
    {
        call.Bind(0);
        object given = _isUsed ? separator : MarkedText.Empty;
        _isUsed = true;
        return given;
    }
}
