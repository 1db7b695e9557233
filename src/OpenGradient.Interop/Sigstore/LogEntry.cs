namespace OpenGradient.Interop;

/// <summary>An entry of a transparency log (Rekor), as a bundle carries it: not checked yet.</summary>
/// <param name="Path">Where it stands in the bundle.</param>
/// <param name="LogIndex">The entry's number in the log.</param>
/// <param name="LogId">Which log it is in.</param>
/// <param name="Kind">The kind of the entry, such as <c>hashedrekord</c>.</param>
/// <param name="KindVersion">The version of the kind.</param>
/// <param name="IntegratedTime">When the log says that it took the entry in, in seconds since 1970; 0 if it does not.</param>
/// <param name="Promise">The log's signed promise, which covers that time; null if there is none.</param>
/// <param name="Inclusion">The proof of inclusion; null if there is none.</param>
/// <param name="Body">The entry, whose hash is the tree's leaf.</param>
internal sealed record LogEntry(
    string Path, long LogIndex, byte[] LogId, string Kind, string KindVersion, long IntegratedTime, byte[]? Promise, LogInclusion? Inclusion, byte[] Body);
