using OpenGradient.Cli.Nodes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Auditing;

/// <summary>A receipt that an auditor ran again.</summary>
/// <param name="Bundle">Its bundle, with the vote in it.</param>
/// <param name="Vote">The vote.</param>
/// <param name="Evidence">The vote, signed.</param>
/// <param name="Request">What was run again; null if not everything was disclosed.</param>
internal sealed record AuditedReceipt(Bundle Bundle, AuditVote Vote, Evidence Evidence, ReexecutionRequest? Request)
{
    /// <summary>Sends the vote to the node, which adds it to its bundle. A vote is its auditor's word: one that could not look has none.</summary>
    /// <exception cref="NodeException">The node does not keep it.</exception>
    public async Task PushAsync(NodeClient node, CancellationToken cancellation)
    {
        if (Vote.IsFor || Vote.IsAgainst)
            await node.PostAsync($"v1/receipts/{Vote.Receipt}/evidence", CanonicalJson.Serialize(Evidence.Json), MostAnswerBytes, disclosureToken: null, cancellation).ConfigureAwait(false);
    }

    private const int MostAnswerBytes = 65_536;
}
