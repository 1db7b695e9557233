namespace OpenGradient.Gateway.Tests.Support;

/// <summary>Bytes whose length a client does not know beforehand, so that it sends them in chunks.</summary>
internal sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
