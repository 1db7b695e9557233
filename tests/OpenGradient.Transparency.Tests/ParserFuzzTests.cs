using System.Text;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Transparency.Tests.Notes;

namespace OpenGradient.Transparency.Tests;

/// <summary>Readers of bytes from outside, over mutations of valid files: an answer every time, never an exception.</summary>
public sealed class ParserFuzzTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static readonly LogVerifierKey Key = NoteKit.PublicKey(1, "example.com/log");
    private static readonly byte[] Note = NoteKit.Note($"example.com/log\n20852163\n{Root}\nextension\n");
    private static readonly byte[] Proof = [.. Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nextra AAEC\nindex 73894\n{Root}\n{Root}\n\n"), .. Note];

    [Fact]
    public void Checkpoint_MutatedNotes_OnlyTheUntouchedOneIsAccepted() =>
        Mutations(Note).SampleFixed(static bytes =>
        {
            CheckpointError error = Checkpoint.TryOpen(bytes, Key, out Checkpoint? checkpoint);
            // A note may have more signature lines than ours and still be ours; its text may not change.
            return (error == CheckpointError.None) == (checkpoint is not null)
                && (checkpoint is null || (checkpoint.Size == 20852163 && checkpoint.Extensions.Length == 1));
        }, iter: 20_000);

    [Fact]
    public void SignedNote_MutatedNotes_FormatGivesBackWhatWasParsed() =>
        Mutations(Note).SampleFixed(static bytes =>
            !SignedNote.TryParse(bytes, out SignedNote? note) || SignedNote.Format(note.Text, note.Signatures.AsSpan()).AsSpan().SequenceEqual(bytes), iter: 20_000);

    [Fact]
    public void LogProof_MutatedFiles_FormatGivesBackWhatWasParsed() =>
        Mutations(Proof).SampleFixed(static bytes =>
        {
            if (!LogProof.TryParse(bytes, out LogProof? proof))
                return true;
            Assert.False(proof.VerifyInclusion(default, new Checkpoint("a", proof.Index, default, [])));
            // "extra " with nothing after it is read, and written as no line at all.
            return proof.Format().AsSpan().SequenceEqual(bytes) || proof.Extra.IsEmpty;
        }, iter: 20_000);

    [Fact]
    public void VerifierKey_MutatedTexts_ToStringGivesBackWhatWasParsed() =>
        Mutations(Encoding.UTF8.GetBytes(Key.ToString())).SampleFixed(static bytes =>
        {
            string text = Encoding.Latin1.GetString(bytes);
            return !LogVerifierKey.TryParse(text, out LogVerifierKey? key) || key.ToString() == text;
        }, iter: 20_000);

    [Fact]
    public void TilePath_MutatedTexts_ToStringGivesBackWhatWasParsed() =>
        Mutations("tile/entries/x001/x234/067.p/17"u8.ToArray()).SampleFixed(static bytes =>
        {
            string text = Encoding.Latin1.GetString(bytes);
            return !TilePath.TryParse(text, out TilePath path) || path.ToString() == text;
        }, iter: 20_000);

    [Fact]
    public void EntryBundle_AnyBytes_AccountsForEveryByte() =>
        Gen.Byte.Array[0, 600].SampleFixed(static bytes =>
            !EntryBundle.TryParse(bytes, out var entries) || entries.Sum(static entry => 2 + entry.Length) == bytes.Length, iter: 20_000);

    [Fact]
    public void MerkleProof_AnySizesAndPath_Answers() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 70]).SampleFixed(static (index, size, length) =>
        {
            Digest[] path = new Digest[length];
            MerkleProof.VerifyInclusion(index, size, default, path, default);
            MerkleProof.VerifyConsistency(index, size, default, default, path);
        }, iter: 20_000);

    /// <summary>Up to four edits: a byte changed, taken out, put in, a piece cut off or doubled.</summary>
    private static Gen<byte[]> Mutations(byte[] valid) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue - 1], Gen.Byte).Array[0, 4].Select(edits => edits.Aggregate(valid, Apply));

    private static byte[] Apply(byte[] bytes, (int Kind, int At, byte Value) edit)
    {
        int at = edit.At % (bytes.Length + 1);
        return edit.Kind switch
        {
            0 when at < bytes.Length => [.. bytes[..at], edit.Value, .. bytes[(at + 1)..]],
            1 when at < bytes.Length => [.. bytes[..at], .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], edit.Value, .. bytes[at..]],
            3 => bytes[..at],
            _ => [.. bytes, .. bytes[at..]],
        };
    }
}
