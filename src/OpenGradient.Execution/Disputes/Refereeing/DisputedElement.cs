using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The first byte among the elements of a value on which the parties differ.</summary>
/// <param name="Place">Its place, counted from the first byte of the first element.</param>
/// <param name="Bytes">What the parties say it is.</param>
internal sealed record DisputedElement(long Place, Pair<byte> Bytes)
{
    /// <summary>The element that it belongs to.</summary>
    public long Index(ElementType type) => Place / type.SizeBytes();

    /// <summary>That byte of the element's bits.</summary>
    public byte Of(ElementType type, ulong bits) => unchecked((byte)(bits >> (int)(8 * (Place % type.SizeBytes()))));
}
