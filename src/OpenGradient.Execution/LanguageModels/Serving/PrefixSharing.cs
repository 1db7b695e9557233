namespace OpenGradient.Execution.LanguageModels;

/// <summary>Which texts share what was computed for their common beginning. It changes when a token comes, never which.</summary>
public enum PrefixSharing
{
    /// <summary>Those of one <see cref="ServingClient.Scope"/>: nobody learns by timing what others asked.</summary>
    PerClient,

    /// <summary>None.</summary>
    None,

    /// <summary>All: for a node whose clients may know of each other's prompts.</summary>
    All,
}
