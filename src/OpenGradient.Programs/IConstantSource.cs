namespace OpenGradient.Programs;

/// <summary>Where the encoded bytes of a Program's constants come from.</summary>
public interface IConstantSource
{
    /// <value>
    /// Whether the bytes lie in a file's own memory, so that who multiplies with them may read them there in every run and keep no copy in a layout of its own.
    /// Default: false. It changes speed and memory, never a bit.
    /// </value>
    bool IsReadInPlace => false;

    /// <summary>The encoded bytes of constant <paramref name="index"/>; valid as long as somebody holds them, also after the source was disposed of.</summary>
    ReadOnlyMemory<byte> Read(int index);

    /// <summary>The same where they lie, which may be in several places: then <see cref="Read"/> has to copy them.</summary>
    ConstantBytes Locate(int index) => new(Read(index));
}
