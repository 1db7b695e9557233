namespace OpenGradient.Transparency.Log;

/// <summary>Computes a whole log again from its entries and names every file that is not what the signed checkpoint says.</summary>
/// <remarks>
/// Works on the directory of a log, running or not, and on a copy of its public files. Reads only. Entries may be anything: the
/// log need not be one of receipts.
/// <para><b>Does not establish</b> that the log shows everyone the same tree, nor that an earlier checkpoint was continued: keep
/// earlier checkpoints and ask for consistency proofs.</para>
/// </remarks>
public static class LogAuditor
{
    /// <summary>Audits the log in <paramref name="directory"/>.</summary>
    /// <param name="directory">The directory that holds <c>checkpoint</c> and <c>tile</c>.</param>
    /// <param name="key">The key that must have signed the checkpoint.</param>
    /// <param name="cancellationToken">Stops the audit.</param>
    /// <exception cref="IOException">A file could not be read at all.</exception>
    public static Task<LogAuditReport> CheckAsync(string directory, LogVerifierKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Task.Run(() => new LogAudit(new LogLayout(directory), key).Run(cancellationToken), cancellationToken);
    }
}
