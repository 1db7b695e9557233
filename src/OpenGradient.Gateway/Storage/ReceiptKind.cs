namespace OpenGradient.Gateway;

/// <summary>Which API a receipt was made for.</summary>
internal enum ReceiptKind
{
    /// <summary>A tensor model.</summary>
    Tensor = 0,

    /// <summary>A chat completion.</summary>
    Chat = 1,
}
