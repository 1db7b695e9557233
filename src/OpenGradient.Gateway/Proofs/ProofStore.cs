using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>Finished proofs, and where the others stand, in DATA/proofs.</summary>
/// <remarks>
/// <code>
/// ID.evidence   the evidence of a proven receipt, as it goes into its bundle
/// ID.state      queued, running, failed or cancelled; then a line feed and the reason, or what is wished of a proof that is still to be made
/// </code>
/// Crash note: a state is flushed before it is told. What was running when the process died is failed, and says so: it may be what killed it.
/// What was queued is queued again. Evidence is flushed before its state is taken away, and weighs more.
/// </remarks>
internal sealed class ProofStore
{
    private const string EvidenceSuffix = ".evidence";
    private const string StateSuffix = ".state";

    private readonly string _folder;

    private ProofStore(string folder) => _folder = folder;

    /// <summary>Opens the folder; makes it if it is not there, and fails what a crash left running.</summary>
    public static ProofStore Open(string folder)
    {
        DataDirectory.CreatePrivate(folder);
        ProofStore store = new(folder);
        foreach (ReceiptId id in store.Find(ProofState.Running))
            store.Set(id, ProofState.Failed, "The node stopped while this was being proved: ask again.");
        return store;
    }

    /// <summary>The receipts in a state, those that came into it first before the others.</summary>
    public ImmutableArray<ReceiptId> Find(ProofState state) =>
    [
        .. Directory.EnumerateFiles(_folder, $"*{StateSuffix}")
            .OrderBy(File.GetLastWriteTimeUtc).ThenBy(static path => path, StringComparer.Ordinal)
            .Select(static path => ReceiptId.TryParse(Path.GetFileNameWithoutExtension(path), out ReceiptId id) ? id : (ReceiptId?)null)
            .OfType<ReceiptId>()
            .Where(id => Find(id)?.State == state),
    ];

    /// <summary>Where the proof of a receipt stands; null if nobody asked for one.</summary>
    public ProofStatus? Find(ReceiptId id)
    {
        FileInfo evidence = new(PathOf(id, EvidenceSuffix));
        if (evidence.Exists)
            return new(id, ProofState.Done) { EvidenceBytes = evidence.Length };
        if (!File.Exists(PathOf(id, StateSuffix)))
            return null;
        string[] lines = File.ReadAllText(PathOf(id, StateSuffix)).Split('\n', 2);
        ProofState state = Enum.TryParse(lines[0], ignoreCase: true, out ProofState parsed) && parsed != ProofState.Done ? parsed : ProofState.Failed;
        string rest = lines.Length > 1 ? lines[1] : "";
        return state is ProofState.Queued or ProofState.Running ? new(id, state) { Wish = ProofWish.Read(rest) } : new(id, state) { Reason = rest };
    }

    /// <summary>The proof of a receipt, as evidence; null if there is none.</summary>
    public Evidence? FindEvidence(ReceiptId id)
    {
        string path = PathOf(id, EvidenceSuffix);
        return File.Exists(path) && JsonReader.TryRead(File.ReadAllBytes(path), out JsonValue? json) && ProofEvidence.TryRead(json, out _) ? new Evidence(ProofEvidence.Type, json) : null;
    }

    /// <summary>Notes that a proof is to be made, or is being made, durably.</summary>
    public void Set(ReceiptId id, ProofState state, ProofWish wish) => Set(id, state, wish.ToString());

    /// <summary>Notes a state, durably.</summary>
    public void Set(ReceiptId id, ProofState state, string reason) =>
        PrivateFile.Write(PathOf(id, StateSuffix), Encoding.UTF8.GetBytes($"{NameOf(state)}\n{reason}"));

    /// <summary>Keeps a finished proof, durably.</summary>
    public void Complete(ReceiptId id, Evidence evidence)
    {
        PrivateFile.Write(PathOf(id, EvidenceSuffix), CanonicalJson.Serialize(evidence.Json));
        File.Delete(PathOf(id, StateSuffix));
    }

    /// <summary>The name of a state, in files and answers.</summary>
    public static string NameOf(ProofState state) => state switch
    {
        ProofState.Queued => "queued",
        ProofState.Running => "running",
        ProofState.Done => "done",
        ProofState.Failed => "failed",
        ProofState.Cancelled => "cancelled",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string PathOf(ReceiptId id, string suffix) => Path.Combine(_folder, id + suffix);
}
