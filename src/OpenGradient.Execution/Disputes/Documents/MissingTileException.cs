namespace OpenGradient.Execution.Disputes;

/// <summary>A judge read what nobody had opened. Never leaves the referee: the party that owed the opening loses.</summary>
internal sealed class MissingTileException : Exception
{
    public MissingTileException()
    {
    }

    public MissingTileException(string message)
        : base(message)
    {
    }

    public MissingTileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
