namespace OpenGradient.Transparency.Log;

/// <summary>Those who cosign the checkpoints of a log before they are published.</summary>
public interface ICheckpointWitnesses
{
    /// <summary>Asks for cosignatures; comes back when there are enough, or when it has waited long enough.</summary>
    /// <remarks>
    /// Never throws for what a witness does or does not do: the log serves whatever is there. Every line that is returned has been checked.
    /// </remarks>
    Task<Cosignatures> CosignAsync(SignedTree tree, CancellationToken cancellationToken);
}
