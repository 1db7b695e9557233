using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>The witnesses of a policy, asked together for each checkpoint of a log.</summary>
/// <remarks>
/// A round ends when all have answered, a little after there is a quorum, or when patience ends. Witnesses that are down, slow or lie cost no
/// more than that; those that failed are left alone for a while. Rounds come one after the other.
/// </remarks>
public sealed class WitnessPanel : ICheckpointWitnesses, IDisposable
{
    private readonly WitnessPolicy _policy;
    private readonly WitnessPanelOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ImmutableArray<WitnessConnection> _connections;

    /// <param name="policy">Whose cosignatures are a quorum, and where the witnesses are; those without a URL are not asked.</param>
    /// <param name="options">How long to wait.</param>
    /// <param name="time">The clock of the waiting.</param>
    /// <exception cref="InvalidInputException">A URL of the policy is none of HTTP.</exception>
    public WitnessPanel(WitnessPolicy policy, WitnessPanelOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        _policy = policy;
        _options = options;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) })
        {
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _connections = [.. policy.Witnesses.Where(static witness => witness.Url is not null).GroupBy(static witness => witness.Url!, StringComparer.Ordinal).Select(Connect)];
    }

    /// <summary>How it stands with the witnesses that are asked.</summary>
    public IEnumerable<WitnessStatus> Status => _connections.Select(static connection => connection.Status);

    /// <inheritdoc/>
    public async Task<Cosignatures> CosignAsync(SignedTree tree, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tree);
        List<NoteSignature> lines = KnownLines(tree);
        Cosignatures found = Judge(tree, lines);
        if (found.IsQuorum && !_policy.NeedsNoWitness)
            return found;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource patience = new(found.IsQuorum ? _options.Courtesy : _options.Patience, _time);
        using CancellationTokenRegistration linked = patience.Token.Register(end.Cancel);
        List<Task<ImmutableArray<NoteSignature>>> asked = [.. _connections.Select(connection => connection.CosignAsync(tree, end.Token))];
        while (asked.Count > 0)
        {
            Task<ImmutableArray<NoteSignature>> answered = await Task.WhenAny(asked).ConfigureAwait(false);
            asked.Remove(answered);
            Merge(lines, await answered.ConfigureAwait(false));
            found = Judge(tree, lines);
            if (found.IsQuorum && asked.Count > 0)
                patience.CancelAfter(_options.Courtesy);
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private WitnessConnection Connect(IGrouping<string, PolicyWitness> witnesses)
    {
        bool isHttp = Uri.TryCreate(witnesses.Key, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        return isHttp
            ? new WitnessConnection(url!, [.. witnesses], _http, _options, _time)
            : throw new InvalidInputException(InvalidInputKind.Invalid, witnesses.Key, $"the URL of witness {witnesses.First().Name} is not one of http or https.");
    }

    /// <summary>What the note carries already, from an earlier round about the same tree.</summary>
    private List<NoteSignature> KnownLines(SignedTree tree) => SignedNote.TryParse(tree.Note.AsSpan(), out SignedNote? note)
        ? [.. note.Signatures.Where(line => _policy.Witnesses.Any(witness => witness.Key.KeyHash == line.KeyHash && witness.Key.Name == line.Name))]
        : [];

    private static void Merge(List<NoteSignature> lines, ImmutableArray<NoteSignature> more)
    {
        foreach (NoteSignature line in more)
        {
            lines.RemoveAll(old => old.KeyHash == line.KeyHash && old.Name == line.Name);
            lines.Add(line);
        }
    }

    private Cosignatures Judge(SignedTree tree, List<NoteSignature> lines)
    {
        PolicyWitness[] cosigned = [.. _policy.Witnesses.Where(witness => lines.Any(line => IsBy(witness, line, tree)))];
        return new Cosignatures([.. lines], _policy.IsQuorum(cosigned));
    }

    private static bool IsBy(PolicyWitness witness, NoteSignature line, SignedTree tree) =>
        witness.Key.KeyHash == line.KeyHash && witness.Key.Name == line.Name
        && witness.Key.Verify(tree.Checkpoint.FormatBody(), tree.Checkpoint, line.Signature.AsSpan(), out _);

    /// <summary>Room for 16 ML-DSA-44 lines.</summary>
    private const int MaxAnswerBytes = 65_536;
}
