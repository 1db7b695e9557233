using System.Text;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A witness whose answer holds more than signature lines: text, which it signs together with the checkpoint's.</summary>
internal sealed class PoisoningWitness : IDisposable
{
    private readonly ScriptedWitness _witness;

    public PoisoningWitness() => _witness = new ScriptedWitness((_, body) => Task.FromResult<WitnessAnswer?>(Answer(body)));

    public string Url => _witness.Url;

    public CosignerSigningKey Key { get; } = CosignerSigningKey.Generate("poison.example/witness", CosignatureAlgorithm.Ed25519);

    public void Dispose() => _witness.Dispose();

    private WitnessAnswer Answer(byte[] body)
    {
        Assert.True(AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request));
        Assert.True(SignedNote.TryParse(request.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.True(Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint));
        byte[] text = [.. note.Text, .. "\nmore\n"u8];
        return new WitnessAnswer(200, "text/plain", Encoding.UTF8.GetBytes("more\n\n" + SignedNote.FormatLine(Key.Cosign(text, checkpoint, 1))));
    }
}
