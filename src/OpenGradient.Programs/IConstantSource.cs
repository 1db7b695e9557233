namespace OpenGradient.Programs;

/// <summary>Where the encoded bytes of a Program's constants come from.</summary>
public interface IConstantSource
{
    /// <summary>The encoded bytes of constant <paramref name="index"/>; valid as long as somebody holds them, also after the source was disposed of.</summary>
    ReadOnlyMemory<byte> Read(int index);
}
