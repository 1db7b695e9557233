namespace OpenGradient.Hub;

/// <summary>How far an import or a pull has come.</summary>
/// <param name="Name">The model that is being imported.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="DoneBytes">Bytes copied so far.</param>
/// <param name="TotalBytes">Bytes to copy in all; null where the source does not say.</param>
public readonly record struct ImportProgress(string Name, ImportStage Stage, long DoneBytes, long? TotalBytes)
{
    /// <summary>Why a model was refused: one sentence that names its file; null at every other stage.</summary>
    public string? Reason { get; init; }
}
