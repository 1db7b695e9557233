using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>The holder of the node's key, who signs what it likes: only re-execution can tell.</summary>
internal static class LyingIssuer
{
    /// <summary>Signs a changed statement over the same disclosed leaves.</summary>
    public static byte[] Sign(StoryFixture story, string bundlePath, Func<ReceiptContent, ReceiptContent> change) =>
        Sign(story, bundlePath, change, static leaves => leaves, static leaves => leaves);

    /// <summary>Signs a changed statement over changed leaves, all of them disclosed.</summary>
    public static byte[] Sign(
        StoryFixture story,
        string bundlePath,
        Func<ReceiptContent, ReceiptContent> change,
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeInput,
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeOutput) => Sign(story.Data, bundlePath, change, changeInput, changeOutput);

    /// <summary>The same for the node whose data directory is given.</summary>
    public static byte[] Sign(
        string data,
        string bundlePath,
        Func<ReceiptContent, ReceiptContent> change,
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeInput,
        Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeOutput,
        ReceiptSalts? salts = null)
    {
        Assert.True(Bundle.TryParse(File.ReadAllBytes(bundlePath), out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? honest, out _));
        using P256PrivateKey key = P256PrivateKey.ImportPem(File.ReadAllText(Path.Combine(data, "keys", "node.pem")));
        salts ??= ReceiptSalts.Generate();
        CommitmentTree input = CommitmentTree.Build(CommitmentSide.Input, changeInput(LeavesOf(bundle, CommitmentSide.Input)), salts);
        CommitmentTree output = CommitmentTree.Build(CommitmentSide.Output, changeOutput(LeavesOf(bundle, CommitmentSide.Output)), salts);
        Receipt receipt = Receipt.Create(change(honest.Content) with { Input = input.Commitment, Output = output.Commitment });
        return (bundle with
        {
            Dsse = DsseEnvelope.Sign(receipt, key),
            Evidence = [Evidence.IssuerKey(key.PublicKey)],
            Disclosures = [.. input.DiscloseAll(), .. output.DiscloseAll()],
        }).ToBytes();
    }

    public static ImmutableArray<CommitmentLeaf> LeavesOf(Bundle bundle, CommitmentSide side) =>
        [.. bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf)];
}
