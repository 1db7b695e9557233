namespace OpenGradient.Models.Safetensors;

/// <summary>What a well-meant file never exceeds; they bound the memory that a hostile one can claim.</summary>
internal static class SafetensorsLimits
{
    /// <summary>The header, in bytes: some 100 for each tensor.</summary>
    public const int HeaderBytes = 1 << 24;

    /// <summary>Tensors of one file.</summary>
    public const int TensorCount = 65_536;

    /// <summary>The length of a tensor's name.</summary>
    public const int NameLength = 256;

    /// <summary>Dimensions of a tensor.</summary>
    public const int DimensionCount = 8;

    /// <summary>Files of one model.</summary>
    public const int ShardCount = 1_024;

    /// <summary>The file that says which tensor lies in which of them, in bytes.</summary>
    public const int IndexBytes = 1 << 25;
}
