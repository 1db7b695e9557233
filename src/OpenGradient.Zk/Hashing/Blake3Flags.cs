namespace OpenGradient.Zk.Hashing;

/// <summary>What a compression of BLAKE3 is one of; section 2.2, table 3.</summary>
[Flags]
internal enum Blake3Flags : uint
{
    /// <summary>A block within a chunk.</summary>
    None = 0,

    /// <summary>The first block of a chunk.</summary>
    ChunkStart = 1,

    /// <summary>The last block of a chunk.</summary>
    ChunkEnd = 2,

    /// <summary>Two subtrees.</summary>
    Parent = 4,

    /// <summary>The last of all.</summary>
    Root = 8,

    /// <summary>Of the string that a hash in a context is for.</summary>
    DeriveKeyContext = 32,

    /// <summary>Of a message in a context.</summary>
    DeriveKeyMaterial = 64,
}
