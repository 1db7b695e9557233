namespace OpenGradient.Gateway;

/// <summary>Which API a receipt was made for.</summary>
internal enum ReceiptKind
{
    /// <summary>A tensor model.</summary>
    Tensor = 0,

    /// <summary>A conversation, by whatever API it came.</summary>
    Chat = 1,

    /// <summary>The continuation of a raw prompt.</summary>
    Completion = 2,

    /// <summary>The embedding of a text.</summary>
    Embedding = 3,
}
