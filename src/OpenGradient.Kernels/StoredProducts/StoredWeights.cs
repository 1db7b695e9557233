namespace OpenGradient.Kernels;

/// <summary>How a stored block holds its weights, as far as <see cref="PanelTurnCode"/> knows it.</summary>
internal enum StoredWeights
{
    /// <summary>In a way of its own.</summary>
    Other,

    /// <summary>A binary16 factor, then 32 signed bytes.</summary>
    Bytes,

    /// <summary>A binary16 factor, then 16 bytes: their low halves, then their high halves, are the weights plus 8.</summary>
    Nibbles,
}
