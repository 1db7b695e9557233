namespace OpenGradient.Execution.Disputes;

/// <summary>Something was read that nobody had shown: a tile, a record, a leaf. Never leaves the referee: the party that owed it loses.</summary>
internal sealed class MissingEvidenceException : Exception
{
    public MissingEvidenceException()
    {
    }

    public MissingEvidenceException(string message)
        : base(message)
    {
    }

    public MissingEvidenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
