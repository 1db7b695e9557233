namespace OpenGradient.Execution.LanguageModels;

/// <summary>Who asks for an answer.</summary>
/// <param name="Name">What clients are told apart by in the queue.</param>
public sealed record ServingClient(string Name)
{
    /// <value>Texts of one scope share what was computed for their beginnings, under <see cref="PrefixSharing.PerClient"/>. Default: the name.</value>
    public string Scope { get; init; } = Name;
}
