using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A witness whose answer holds more than signature lines: text, which it signs together with the checkpoint's.</summary>
internal sealed class PoisoningWitness : IDisposable
{
    private readonly HttpListener _listener = new();

    public PoisoningWitness()
    {
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public CosignerSigningKey Key { get; } = CosignerSigningKey.Generate("poison.example/witness", CosignatureAlgorithm.Ed25519);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using MemoryStream body = new();
            await context.Request.InputStream.CopyToAsync(body);
            await context.Response.OutputStream.WriteAsync(Answer(body.ToArray()));
            context.Response.Close();
        }
    }

    private byte[] Answer(byte[] body)
    {
        Assert.True(AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request));
        Assert.True(SignedNote.TryParse(request.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.True(Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint));
        byte[] text = [.. note.Text, .. "\nmore\n"u8];
        return Encoding.UTF8.GetBytes("more\n\n" + SignedNote.FormatLine(Key.Cosign(text, checkpoint, 1)));
    }
}
