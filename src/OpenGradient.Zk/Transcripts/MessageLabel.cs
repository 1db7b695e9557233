namespace OpenGradient.Zk.Transcripts;

/// <summary>The labels of what is absorbed, as proof-1 numbers them.</summary>
internal static class MessageLabel
{
    public const byte RoundPolynomial = 0x10;
    public const byte RootDenominator = 0x20;
    public const byte LayerValues = 0x21;
    public const byte RowCombination = 0x30;
    public const byte Columns = 0x31;
    public const byte Siblings = 0x32;
}
