using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Transparency;

/// <summary>Whose checkpoints count, and whose cosignatures they need (c2sp.org/tlog-policy).</summary>
/// <remarks>
/// <code>
/// log vkey [url]
/// witness name vkey [url]
/// group name all|any|k member…
/// quorum name|none
/// </code>
/// </remarks>
public sealed class WitnessPolicy
{
    /// <summary>The largest policy that is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most logs, the most witnesses and the most groups that are read. The specification asks for at least 32.</summary>
    public const int MaxItems = 256;

    private readonly QuorumRule _quorum;

    internal WitnessPolicy(ImmutableArray<PolicyLog> logs, ImmutableArray<PolicyWitness> witnesses, QuorumRule quorum)
    {
        Logs = logs;
        Witnesses = witnesses;
        _quorum = quorum;
    }

    /// <summary>The logs that are accepted; empty if the policy leaves that to others.</summary>
    public ImmutableArray<PolicyLog> Logs { get; }

    /// <summary>The witnesses that are known, in the order of the policy. Not all need be part of the quorum.</summary>
    public ImmutableArray<PolicyWitness> Witnesses { get; }

    /// <summary>Whether the policy asks for no cosignature: <c>quorum none</c>.</summary>
    public bool NeedsNoWitness => _quorum == QuorumRule.None;

    /// <summary>The fewest witnesses that can be a quorum. Not any so many need be one.</summary>
    public int LeastQuorum => _quorum.Least;

    /// <summary>Reads a policy; on failure <paramref name="fault"/> names the line and what is wrong with it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out WitnessPolicy? policy, out string fault) =>
        WitnessPolicyReader.TryRead(text, out policy, out fault);

    /// <summary>Whether a log may be relied on: one of the list, or any if there is no list.</summary>
    public bool Accepts(LogVerifierKey log) => Logs.IsEmpty || Logs.Any(known => known.Key.Name == log.Name && known.Key.KeyDigest == log.KeyDigest);

    /// <summary>Whether these witnesses of the policy are a quorum.</summary>
    public bool IsQuorum(IReadOnlyCollection<PolicyWitness> cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        return _quorum.IsMet(witness => cosigned.Contains(Witnesses[witness]));
    }

    /// <summary>Looks at what the known witnesses signed of a checkpoint; its log signature is somebody else's business.</summary>
    public WitnessFinding Check(SignedNote note, Checkpoint checkpoint)
    {
        var cosigned = ImmutableArray.CreateBuilder<PolicyWitness>();
        ulong latest = 0;
        foreach (PolicyWitness witness in Witnesses)
        {
            NoteVerdict verdict = witness.Key.Check(note, checkpoint, out ulong timestamp);
            if (verdict == NoteVerdict.SignatureInvalid)
                return new WitnessFinding([], false, 0, witness);
            if (verdict != NoteVerdict.Valid)
                continue;
            cosigned.Add(witness);
            latest = Math.Max(latest, timestamp);
        }

        return new WitnessFinding(cosigned.ToImmutable(), IsQuorum(cosigned), latest, null);
    }
}
