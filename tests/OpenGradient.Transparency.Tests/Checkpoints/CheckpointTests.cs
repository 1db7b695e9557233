using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Tests.Notes;

namespace OpenGradient.Transparency.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private const string Name = "example.com/log";
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static readonly LogVerifierKey Key = NoteKit.PublicKey(1, Name);

    [Fact]
    public void TryOpen_SignedCheckpoint_GivesItsParts()
    {
        byte[] note = NoteKit.Note($"{Name}\n20852163\n{Root}\nextension one\nextension two\n");

        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(note, Key, out Checkpoint? checkpoint));
        Assert.Equal((Name, 20852163ul), (checkpoint!.Origin, checkpoint.Size));
        Assert.Equal(new Digest(Convert.FromBase64String(Root)), checkpoint.Root);
        Assert.Equal(["extension one", "extension two"], checkpoint.Extensions);
    }

    [Fact]
    public void FormatBody_ParsedCheckpoint_GivesTheSameBytes()
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Name}\n0\n{Root}\nextension\n");

        Assert.True(Checkpoint.TryParseBodyUnverified(text, out Checkpoint? checkpoint));
        Assert.Equal(text, checkpoint.FormatBody());
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com/log\n1\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("example.com/log\n\n" + Root + "\n")]
    [InlineData("example.com/log\n01\n" + Root + "\n")]
    [InlineData("example.com/log\n+1\n" + Root + "\n")]
    [InlineData("example.com/log\n-1\n" + Root + "\n")]
    [InlineData("example.com/log\n1 \n" + Root + "\n")]
    [InlineData("example.com/log\n\u0661\n" + Root + "\n")] // a digit of another script
    [InlineData("example.com/log\n18446744073709551616\n" + Root + "\n")]
    [InlineData("example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")] // unused bits
    [InlineData("example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n")] // 30 bytes
    [InlineData("example.com/log\n1\n" + Root + "\n\nextension\n")]
    [InlineData("example.com/log\n1\n" + Root)]
    public void TryParseBody_Malformed_Refuses(string text) => Assert.False(Checkpoint.TryParseBodyUnverified(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryOpen_EachFault_GivesItsError()
    {
        string body = $"{Name}\n1\n{Root}\n";
        byte[] good = NoteKit.Note(body);
        byte[] changed = [.. good];
        changed[Name.Length + 1] = (byte)'2';

        Assert.Equal(CheckpointError.NoteMalformed, Open(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(CheckpointError.BodyMalformed, Open(NoteKit.Note("only one line\n")));
        Assert.Equal(CheckpointError.OriginMismatch, Open(NoteKit.Note($"example.com/other\n1\n{Root}\n")));
        Assert.Equal(CheckpointError.SignatureMissing, Open(NoteKit.Note(body, seed: 2)));
        Assert.Equal(CheckpointError.SignatureInvalid, Open(changed));
    }

    private static CheckpointError Open(byte[] note)
    {
        CheckpointError error = Checkpoint.TryOpen(note, Key, out Checkpoint? checkpoint);
        Assert.Null(checkpoint);
        return error;
    }
}
