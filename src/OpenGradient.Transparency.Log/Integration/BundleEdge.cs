using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>The last, not yet full entry bundle.</summary>
internal sealed class BundleEdge
{
    private readonly byte[] _bytes = new byte[TilePath.FullWidth * EntryBytes];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(0, Count * EntryBytes);

    public void Add(ReceiptId entry)
    {
        EntryBundle.Write(entry.Value.AsSpan(), _bytes.AsSpan(Count * EntryBytes));
        Count++;
    }

    public void Clear() => Count = 0;

    /// <summary>An entry in a bundle: its length in two bytes, and the 32 bytes of a receipt id.</summary>
    private const int EntryBytes = sizeof(ushort) + Digest.SizeBytes;
}
