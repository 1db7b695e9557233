using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Execution.Disputes;
using OpenGradient.Gateway;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary>A dispute between two parties in this process, each statement signed as it would be between machines.</summary>
internal static class SignedDispute
{
    private static readonly ConcurrentDictionary<string, OpenedModel> Models = new(); // their constants are read as long as anybody plays

    /// <summary>The inference of a bundle that discloses all of it, with the model's files of the repository.</summary>
    public static DisputedInference InferenceOf(byte[] bundle)
    {
        Receipt receipt = ReceiptOf(bundle);
        OpenedModel model = Models.GetOrAdd(receipt.Content.Model.Name, static name => ModelFile.Open(ModelSource.Read(Path.Combine(Og.Models, name)).FilePath));
        Assert.True(Bundle.TryParse(bundle, out Bundle? read, out _));
        return ReceiptInference.Of(model, receipt.Content, LyingIssuer.LeavesOf(read, CommitmentSide.Input), LyingIssuer.LeavesOf(read, CommitmentSide.Output));
    }

    /// <summary>A bundle whose receipt binds what a cheat's run gave, signed by the story's node.</summary>
    public static byte[] LieOf(StoryFixture story, string bundle, Cheat cheat)
    {
        (Digest root, int leaves) = Disputant.Cheating(InferenceOf(File.ReadAllBytes(bundle)), cheat).ReceiptTrace;
        return LyingIssuer.Sign(story, bundle, content => content with { Trace = new Commitment(root, leaves) });
    }

    /// <summary>The key of the story's node.</summary>
    public static P256PrivateKey NodeKey(StoryFixture story) => P256PrivateKey.ImportPem(File.ReadAllText(Path.Combine(story.Data, "keys", "node.pem")));

    public static Receipt ReceiptOf(byte[] bundle)
    {
        Assert.True(Bundle.TryParse(bundle, out Bundle? read, out _));
        Assert.True(Receipt.TryParse(read.Dsse, out Receipt? receipt, out _));
        return receipt;
    }

    /// <summary>Plays until party a, or a stranger, has a verdict.</summary>
    /// <param name="bundle">Whose receipt it is.</param>
    /// <param name="a">The issuer.</param>
    /// <param name="b">The challenger.</param>
    /// <param name="issuer">What the issuer signs with.</param>
    /// <param name="challenger">What the challenger signs with.</param>
    /// <param name="change">What the challenger says in the place of what it should.</param>
    public static FraudProof Play(
        byte[] bundle, Disputant a, Disputant b, P256PrivateKey issuer, P256PrivateKey challenger, Func<int, byte[], byte[]>? change = null)
    {
        DisputedInference inference = InferenceOf(bundle);
        Receipt receipt = ReceiptOf(bundle);
        Assert.True(Bundle.TryParse(bundle, out Bundle? read, out _));
        DsseEnvelope opening = new DisputeOpening(receipt.Id, inference.Id, challenger.PublicKey.KeyId).Sign(challenger);
        var messages = ImmutableArray.CreateBuilder<DsseEnvelope>();
        byte[] Sign(byte[] message, P256PrivateKey key)
        {
            messages.Add(DisputeStatement.Sign(receipt.Id, Digest.Sha256((messages.Count > 0 ? messages[^1] : opening).Payload.Span), message, key)!);
            return message;
        }

        while (a.Verdict is null)
        {
            b.Hear(Sign(a.Speak(), issuer));
            if (a.Verdict is null)
                a.Hear(Sign(change is null ? b.Speak() : change(messages.Count, b.Speak()), challenger));
        }

        return new FraudProof { Receipt = read.Dsse, Issuer = issuer.PublicKey, Challenger = challenger.PublicKey, Terms = inference.Terms, Opening = opening, Messages = messages.ToImmutable() };
    }

    public static Disputant Honest(byte[] bundle, Party party) => Disputant.Honest(InferenceOf(bundle), party, DisputeLimits.None, DisputeMonitor.None);
}
