using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts.Tests;

/// <summary>Whoever holds a redacted bundle tries every text that a hidden part may have (receipt-1 §4.1).</summary>
public sealed class GuessingTests
{
    private const string Secret = "4711";

    private static readonly Bundle Redacted = MakeRedacted();

    [Fact]
    public void Guess_WithoutSalt_FindsTheHiddenMessage()
    {
        Digest seen = Unsalted(Message(Secret)); // what the path would hold if leaves had no salt

        Assert.Equal(Secret, Find(text => Unsalted(Message(text)) == seen));
    }

    [Fact]
    public void Guess_WithEverySaltThatIsSeen_FindsNothing()
    {
        Disclosure shown = Assert.Single(Redacted.Disclosures);
        byte[][] salts = [shown.Salt.ToArray(), new byte[CommitmentLeaf.SaltBytes], shown.Leaf.Hash(shown.Salt.Span).ToArray()[..CommitmentLeaf.SaltBytes]];

        Assert.Null(Find(text => salts.Any(salt => shown.Path.Contains(Message(text).Hash(salt)))));
        Assert.Null(Find(text => shown.Path.Contains(Unsalted(Message(text)))));
    }

    [Fact]
    public void Guess_WithTheSaltThatIsHidden_WouldFindIt()
    {
        Disclosure shown = Assert.Single(Redacted.Disclosures);
        byte[] salt = Tree().Disclose(0).Salt.ToArray();

        Assert.Equal(Secret, Find(text => shown.Path.Contains(Message(text).Hash(salt))));
    }

    [Fact]
    public void Reveal_SomeParts_KeepsTheirPlacesAndNoOthers()
    {
        Bundle bundle = new() { Dsse = new("", ReadOnlyMemory<byte>.Empty, []), Disclosures = Tree().DiscloseAll(), Evidence = [new(ProofEvidence.Type, JsonValue.Null)] };

        Bundle shown = bundle.Reveal(new DisclosureChoice { Messages = [new(1, 1)] });

        Assert.Equal([1L], shown.Disclosures.Select(static disclosure => disclosure.Index));
        Assert.All(shown.Disclosures, static disclosure => Assert.True(disclosure.IsPartOf(Tree().Commitment)));
        Assert.Empty(shown.Evidence); // a proof does not hide the input
        Assert.Single(bundle.Reveal(new DisclosureChoice { Messages = [new(0, 9)] }).Evidence);
    }

    private static CommitmentTree Tree() => CommitmentTree.Build(CommitmentSide.Input, [Message(Secret), new(LeafKind.Message, "1", Encoding.UTF8.GetBytes("{}"))], new(SHA256.HashData("fixed"u8)));

    private static Bundle MakeRedacted() => new() { Dsse = new("", ReadOnlyMemory<byte>.Empty, []), Disclosures = [Tree().Disclose(1)] };

    private static string? Find(Func<string, bool> isFound) => Enumerable.Range(0, 10_000).Select(static number => $"{number:0000}").FirstOrDefault(isFound);

    private static CommitmentLeaf Message(string text) => new(LeafKind.Message, "0", Encoding.UTF8.GetBytes($$"""{"content":"My PIN is {{text}}.","role":"user"}"""));

    /// <summary>The mutant: a leaf without salt.</summary>
    private static Digest Unsalted(CommitmentLeaf leaf) => leaf.Hash([]);
}
