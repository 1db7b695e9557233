using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log.Tests.Keys;

/// <summary>Both kinds of cosignature, from the private key to the verdict.</summary>
public sealed class CosignerSigningKeyTests
{
    private static readonly Checkpoint Head = new("example.com/log", 20_852_163, Digest.Sha256("root"u8), ["an extension"]);

    public static TheoryData<CosignatureAlgorithm> Algorithms => [CosignatureAlgorithm.Ed25519, CosignatureAlgorithm.MlDsa44];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Cosign_Checkpoint_IsValidAndSaysWhen(CosignatureAlgorithm algorithm)
    {
        CosignerSigningKey key = CosignerSigningKey.Import(CosignerSigningKey.Generate("witness.example/1", algorithm).DangerousExport());
        SignedNote note = Note(Head, key.Cosign(Head.FormatBody(), Head, 1_679_315_147));
        Assert.True(CosignerKey.TryParse(key.VerifierKey.ToString(), out CosignerKey? known));

        Assert.Equal(NoteVerdict.Valid, known.Check(note, Head, out ulong timestamp));
        Assert.Equal(1_679_315_147UL, timestamp);
        Assert.Equal(NoteVerdict.SignatureMissing, CosignerSigningKey.Generate("witness.example/1", algorithm).VerifierKey.Check(note, Head, out timestamp));
        Assert.Equal(0UL, timestamp);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Check_AnyBitOfCosignatureChanged_IsInvalid(CosignatureAlgorithm algorithm)
    {
        CosignerSigningKey key = CosignerSigningKey.Generate("witness.example/1", algorithm);
        byte[] cosignature = [.. key.Cosign(Head.FormatBody(), Head, 7).Signature];
        for (int at = 0; at < cosignature.Length; at += algorithm == CosignatureAlgorithm.Ed25519 ? 1 : 97)
        {
            cosignature[at] ^= 0x10;
            Assert.False(key.VerifierKey.Verify(Head.FormatBody(), Head, cosignature, out _), $"byte {at}");
            Assert.False(key.VerifierKey.Verify(Head.FormatBody(), Head, cosignature.AsSpan(0, at), out _), $"cut at {at}");
            cosignature[at] ^= 0x10;
        }

        Assert.True(key.VerifierKey.Verify(Head.FormatBody(), Head, cosignature, out _));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Check_AnotherCheckpoint_IsInvalid(CosignatureAlgorithm algorithm)
    {
        CosignerSigningKey key = CosignerSigningKey.Generate("witness.example/1", algorithm);
        NoteSignature line = key.Cosign(Head.FormatBody(), Head, 7);
        Checkpoint[] others = [Head with { Size = 1 }, Head with { Root = Digest.Sha256("other"u8) }, Head with { Origin = "example.com/other" }];

        foreach (Checkpoint other in others)
            Assert.Equal(NoteVerdict.SignatureInvalid, key.VerifierKey.Check(Note(other, line), other, out _));
        // Extension lines are signed by one kind only: the specification says so.
        Checkpoint extended = Head with { Extensions = ["another"] };
        NoteVerdict expected = algorithm == CosignatureAlgorithm.Ed25519 ? NoteVerdict.SignatureInvalid : NoteVerdict.Valid;
        Assert.Equal(expected, key.VerifierKey.Check(Note(extended, line), extended, out _));
    }

    [Fact]
    public void Verify_TimestampAbove63Bits_IsInvalid()
    {
        CosignerSigningKey key = CosignerSigningKey.Generate("witness.example/1", CosignatureAlgorithm.Ed25519);

        Assert.True(key.VerifierKey.Verify(Head.FormatBody(), Head, key.Cosign(Head.FormatBody(), Head, long.MaxValue).Signature.AsSpan(), out _));
        Assert.False(key.VerifierKey.Verify(Head.FormatBody(), Head, key.Cosign(Head.FormatBody(), Head, 1UL + long.MaxValue).Signature.AsSpan(), out _));
    }

    [Fact]
    public void Names_LongerThanTheMessageHolds_SignNothing()
    {
        CosignerSigningKey key = CosignerSigningKey.Generate(new string('w', 255), CosignatureAlgorithm.MlDsa44);
        Checkpoint far = Head with { Origin = new string('o', 256) };

        Assert.False(CosignerKey.IsValidName(new string('w', 256), CosignatureAlgorithm.MlDsa44));
        Assert.True(CosignerKey.IsValidName(new string('w', 256), CosignatureAlgorithm.Ed25519));
        Assert.Throws<ArgumentException>(() => key.Cosign(far.FormatBody(), far, 7));
        Assert.False(key.VerifierKey.Verify(far.FormatBody(), far, new byte[8 + MlDsa44.SignatureBytes], out _));
    }

    [Fact]
    public void Import_Contradiction_IsRefused()
    {
        string text = CosignerSigningKey.Generate("witness.example/1", CosignatureAlgorithm.Ed25519).DangerousExport();

        foreach (string wrong in (string[])["", "PRIVATE+KEY", text.Replace("/1", "/2", StringComparison.Ordinal), text[..^4], text + "AAAA"])
            Assert.Throws<InvalidInputException>(() => CosignerSigningKey.Import(wrong));
    }

    private static SignedNote Note(Checkpoint checkpoint, params NoteSignature[] lines)
    {
        Assert.True(SignedNote.TryParse(SignedNote.Format(checkpoint.FormatBody(), lines), out SignedNote? note));
        return note;
    }
}
