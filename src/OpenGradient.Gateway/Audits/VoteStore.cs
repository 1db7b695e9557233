using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>What auditors voted on receipts of this node: a file for each vote, <c>{receipt}.{auditor}.json</c>. Safe for use from many threads.</summary>
/// <remarks>
/// An auditor has one vote on a receipt, its newest: whoever sends an older one again changes nothing. Votes of auditors who are no longer listed stay, and are
/// not given.
/// </remarks>
internal sealed class VoteStore
{
    private readonly string _folder;
    private readonly ImmutableSortedSet<string> _auditors;
    private readonly Lock _lock = new();

    private VoteStore(string folder, IEnumerable<Digest> auditors) =>
        (_folder, _auditors) = (folder, auditors.Select(static auditor => auditor.ToString()).ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>Opens the folder; makes it if it is not there.</summary>
    public static VoteStore Open(string folder, IEnumerable<Digest> auditors)
    {
        DataDirectory.CreatePrivate(folder);
        return new VoteStore(folder, auditors);
    }

    /// <summary>Whether votes of an auditor are kept.</summary>
    public bool Lists(Digest auditor) => _auditors.Contains(auditor.ToString());

    /// <summary>Keeps a vote whose signature was checked, durably; false if a newer one is there.</summary>
    public bool Add(AuditVote vote, Evidence evidence)
    {
        string path = PathOf(vote.Receipt, vote.Auditor.ToString());
        lock (_lock)
        {
            if (Read(path) is { } known && TimeOf(known) is { } time && time >= vote.TimeCreated)
                return false;
            PrivateFile.Write(path, CanonicalJson.Serialize(evidence.Json));
            return true;
        }
    }

    /// <summary>The votes on a receipt, by the key ids of the auditors.</summary>
    public ImmutableArray<Evidence> Find(ReceiptId id) =>
        [.. _auditors.Select(auditor => Read(PathOf(id, auditor))).OfType<Evidence>()];

    private static Evidence? Read(string path) =>
        File.Exists(path) && JsonReader.TryRead(File.ReadAllBytes(path), out JsonValue? json) ? new Evidence(AuditVote.EvidenceType, json) : null;

    private static DateTime? TimeOf(Evidence evidence) =>
        evidence.Json.TryGet("dsse", out JsonValue? json) && DsseEnvelope.TryRead(json, out DsseEnvelope? envelope) && AuditVote.TryReadUnverified(envelope, out AuditVote? vote)
            ? vote.TimeCreated
            : null;

    private string PathOf(ReceiptId id, string auditor) => Path.Combine(_folder, $"{id}.{auditor}.json");
}
