using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>What can be wrong with what a holder shows.</summary>
internal static class DisclosureVectors
{
    public static IEnumerable<VectorCase> Cases() => [.. Malformed(), .. Mismatched()];

    private static IEnumerable<VectorCase> Malformed()
    {
        yield return Edited("disclosure-index-outside", "A part that does not exist.", "input:disclosure-malformed", "index", "5");
        yield return Edited("disclosure-index-form", "An index with a leading zero.", "input:disclosure-malformed", "index", "01");
        yield return Edited("disclosure-salt-short", "A salt of 15 bytes.", "input:disclosure-malformed", "salt", new string('0', 30));
        yield return Edited("disclosure-kind-form", "A kind that is no label.", "input:disclosure-malformed", "kind", "a message");
        yield return Edited("disclosure-content-not-base64", "Content that is no base64.", "input:disclosure-malformed", "content", "AA");
        yield return Edited("disclosure-label-long", "A label of 65,536 bytes.", "input:disclosure-malformed", "label", new string('x', 65_536));
        yield return new("disclosure-path-form", "A path that is no array of digests.", Edited(static json => JsonEdit.Replace(json, "disclosures/1/path/0", JsonValue.Null)), "input:disclosure-malformed");
        yield return new("disclosure-no-content", "A member is missing.", Edited(static json => JsonEdit.Delete(json, "disclosures/1/content")), "input:disclosure-malformed");
        yield return new("disclosure-output-no-label", "A member is missing, of an output.", Edited(static json => JsonEdit.Delete(json, "disclosures/6/label")), "output:disclosure-malformed");
        yield return new("disclosure-twice", "One leaf twice, so that two of five look like all.", Chat(static all => [.. all, all[1]]), "input:disclosure-malformed");
    }

    private static IEnumerable<VectorCase> Mismatched()
    {
        yield return Edited("disclosure-content", "Another question than the committed one.", "input:disclosure-mismatch", "content", Convert.ToBase64String("How many miles?"u8));
        yield return Edited("disclosure-label", "The question as another message.", "input:disclosure-mismatch", "label", "0");
        yield return Edited("disclosure-kind", "The question as tools.", "input:disclosure-mismatch", "kind", "tools");
        yield return Edited("disclosure-salt", "Another salt.", "input:disclosure-mismatch", "salt", new string('0', 32));
        yield return new("disclosure-swapped-indices", "Two leaves with each other's index.", Chat(SwapIndices), "input:disclosure-mismatch");
        yield return new("disclosure-swapped-trees", "The output shown as input.", Chat(static all => [SampleContent.ChatOutput.Disclose(0) with { Side = CommitmentSide.Input }, .. all[5..]]), "input:disclosure-mismatch");
        yield return new("disclosure-input-as-output", "The input shown as output.", Chat(static all => [.. all[..5], all[0] with { Side = CommitmentSide.Output }]), "output:disclosure-mismatch");
        yield return new("disclosure-path-long", "A path with a hash too many.", Chat(static all => all.SetItem(1, all[1] with { Path = [.. all[1].Path, all[1].Path[0]] })), "input:disclosure-mismatch");
        yield return new("disclosure-path-empty", "A leaf that passes for the whole tree.", Chat(static all => all.SetItem(1, all[1] with { Path = [] })), "input:disclosure-mismatch");
        yield return new("disclosure-node-as-leaf", "A node of the tree shown as a leaf of half as many.", NodeAsLeaf(), "input:disclosure-mismatch");
        yield return new("disclosure-moved-length", "A character moved from the label to the kind: the lengths keep them apart.", MovedLength(), "input:disclosure-mismatch");
        yield return new("disclosure-of-another-receipt", "The leaves of another receipt of the same issuer.", Sample.Tensor() with { Disclosures = [SampleContent.ChatInput.Disclose(0) with { Path = [] }] }, "input:disclosure-mismatch");
    }

    private static Bundle Chat(Func<ImmutableArray<Disclosure>, ImmutableArray<Disclosure>> edit)
    {
        Bundle bundle = Sample.Chat();
        return bundle with { Disclosures = edit(bundle.Disclosures) };
    }

    private static ImmutableArray<Disclosure> SwapIndices(ImmutableArray<Disclosure> all) =>
        all.SetItem(0, all[0] with { Index = 1 }).SetItem(1, all[1] with { Index = 0 });

    /// <summary>Without the prefixes of RFC 6962 the two children of a node would pass for the content of a leaf.</summary>
    private static Bundle NodeAsLeaf()
    {
        ImmutableArray<Disclosure> all = Sample.Chat().Disclosures;
        byte[] left = all[0].Leaf.Hash(all[0].Salt.Span).ToArray();
        Disclosure forged = all[0] with
        {
            Salt = left.AsMemory(0, 16),
            Leaf = all[0].Leaf with { Content = (byte[])[.. left[16..], .. all[0].Path[0].ToArray()] },
            Path = all[0].Path[1..],
        };
        return Chat(_ => [forged]);
    }

    private static Bundle MovedLength()
    {
        Disclosure honest = SampleContent.ChatInput.Disclose(0);
        return Chat(_ => [honest with { Leaf = honest.Leaf with { Kind = honest.Leaf.Kind + honest.Leaf.Label, Label = "" } }]);
    }

    private static VectorCase Edited(string name, string why, string expected, string member, string text) =>
        new(name, why, Edited(json => JsonEdit.Replace(json, $"disclosures/1/{member}", JsonValue.String(text))), expected);

    private static byte[] Edited(Func<JsonValue, JsonValue> edit) => CanonicalJson.Serialize(edit(JsonEdit.Parse(Sample.Chat().ToBytes())));
}
