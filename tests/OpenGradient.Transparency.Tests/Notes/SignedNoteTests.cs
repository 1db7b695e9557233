using System.Text;

namespace OpenGradient.Transparency.Tests.Notes;

public sealed class SignedNoteTests
{
    private const string Name = "example.com/log";
    private static readonly LogVerifierKey Key = NoteKit.PublicKey(1, Name);

    [Fact]
    public void Verify_ExampleOfTheSpecification_IsValid()
    {
        // c2sp.org/signed-note, Verifier keys, Example.
        Assert.True(LogVerifierKey.TryParse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", out LogVerifierKey? key));
        byte[] bytes = Encoding.UTF8.GetBytes(
            "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");

        Assert.True(SignedNote.TryParse(bytes, out SignedNote? note));
        Assert.Equal(NoteVerdict.Valid, note.Verify(key));
        Assert.Equal("This is an example message.\n"u8, note.Text);
    }

    [Fact]
    public void Format_ParsedNote_GivesTheSameBytes()
    {
        byte[] bytes = NoteKit.Note("line\n\nline after an empty one\n");

        Assert.True(SignedNote.TryParse(bytes, out SignedNote? note));
        Assert.Equal(bytes, SignedNote.Format(note.Text, note.Signatures.AsSpan()));
    }

    [Fact]
    public void Verify_OtherSignaturesAround_IgnoresThem()
    {
        byte[] text = "text\n"u8.ToArray();
        NoteSignature ours = NoteKit.Sign(1, Name, text);
        NoteSignature sameNameOtherHash = ours with { KeyHash = ours.KeyHash ^ 1, Signature = [1, 2, 3] };
        NoteSignature sameHashOtherName = ours with { Name = "example.com/other", Signature = [4] };

        Assert.Equal(NoteVerdict.Valid, Open(SignedNote.Format(text, sameNameOtherHash, ours, sameHashOtherName, NoteKit.Sign(2, "witness.example", text))));
        Assert.Equal(NoteVerdict.SignatureMissing, Open(SignedNote.Format(text, sameNameOtherHash, sameHashOtherName)));
    }

    [Fact]
    public void Verify_OneOfTwoLinesOfTheKeyIsWrong_IsInvalid()
    {
        byte[] text = "text\n"u8.ToArray();
        NoteSignature good = NoteKit.Sign(1, Name, text);
        NoteSignature bad = NoteKit.Sign(1, Name, "other\n"u8);

        Assert.Equal(NoteVerdict.Valid, Open(SignedNote.Format(text, good, good)));
        Assert.Equal(NoteVerdict.SignatureInvalid, Open(SignedNote.Format(text, good, bad)));
        Assert.Equal(NoteVerdict.SignatureInvalid, Open(SignedNote.Format(text, bad, good)));
    }

    [Fact]
    public void TryParse_SignatureCount_TakesAtLeast16AndAtMost64()
    {
        byte[] text = "text\n"u8.ToArray();
        NoteSignature signature = NoteKit.Sign(1, Name, text);

        Assert.True(SignedNote.TryParse(SignedNote.Format(text, Enumerable.Repeat(signature, 16).ToArray()), out _));
        Assert.True(SignedNote.TryParse(SignedNote.Format(text, Enumerable.Repeat(signature, 64).ToArray()), out _));
        Assert.False(SignedNote.TryParse(SignedNote.Format(text, Enumerable.Repeat(signature, 65).ToArray()), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\u2014 a AAAAAAA=\n")] // no empty line
    [InlineData("text\n\n\u2014 a AAAAAAA=")] // no final newline
    [InlineData("text\n\n\u2014 a AAAAAAA=\n\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")] // hyphen
    [InlineData("text\n\n\u2014a AAAAAAA=\n")]
    [InlineData("text\n\n\u2014  AAAAAAA=\n")] // empty name
    [InlineData("text\n\n\u2014 a+b AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a\u00a0b AAAAAAA=\n")] // Unicode space
    [InlineData("text\n\n\u2014 a\u2003b AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a AAAA\n")] // key id without signature
    [InlineData("text\n\n\u2014 a AAAAAA==\n")] // key id without signature
    [InlineData("text\n\n\u2014 a AAAAAAB=\n")] // unused bits not zero
    [InlineData("text\n\n\u2014 a AAAAAAA\n")] // no padding
    [InlineData("text\n\n\u2014 a AAAA AAA=\n")] // white space in base64
    [InlineData("text\n\n\u2014 a AAAAAAA= \n")]
    [InlineData("te\txt\n\n\u2014 a AAAAAAA=\n")] // control character
    [InlineData("text\r\n\n\u2014 a AAAAAAA=\n")]
    public void TryParse_Malformed_Refuses(string text) => Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("text\n\n\u2014 a AAAAAAA=\n")]
    [InlineData("\n\n\u2014 a AAAAAAA=\n")] // an empty line as text
    [InlineData("\n\n\n\u2014 a AAAAAAA=\n")]
    public void TryParse_SmallestForms_Takes(string text) => Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_BrokenUtf8_Refuses() =>
        Assert.False(SignedNote.TryParse([(byte)'t', 0xc3, .. "\n\n\u2014 a AAAAAAA=\n"u8], out _));

    [Fact]
    public void TryParse_TooLarge_Refuses()
    {
        string filler = new('a', SignedNote.MaxBytes);

        Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes($"{filler}\n\n\u2014 a AAAAAAA=\n"), out _));
    }

    private static NoteVerdict Open(byte[] bytes) => SignedNote.TryParse(bytes, out SignedNote? note) ? note.Verify(Key) : throw new InvalidOperationException("malformed");
}
