namespace OpenGradient.Zk.Transcripts;

/// <summary>The labels of what is absorbed, as proof-1 numbers them.</summary>
internal static class MessageLabel
{
    public const byte Key = 0x01;
    public const byte BorderInput = 0x02;
    public const byte BorderOutput = 0x03;
    public const byte Nonce = 0x04;
    public const byte WitnessRoot = 0x05;
    public const byte Visibility = 0x06;
    public const byte RoundPolynomial = 0x10;
    public const byte RootDenominator = 0x20;
    public const byte LayerValues = 0x21;
    public const byte RowCombination = 0x30;
    public const byte Columns = 0x31;
    public const byte Siblings = 0x32;
    public const byte LinearValues = 0x41;
    public const byte ScaleValues = 0x42;
    public const byte LimitValues = 0x43;
    public const byte LimbValues = 0x44;
    public const byte LookupValues = 0x45;
    public const byte FinalValue = 0x46;
    public const byte MergedValue = 0x47;
    public const byte ConvValues = 0x48;
    public const byte SumValue = 0x49;
    public const byte PadRoot = 0x50;
    public const byte Inverse = 0x51;
    public const byte TableauRows = 0x52;
    public const byte TableauSum = 0x53;
    public const byte TableauProducts = 0x54;
    public const byte MaskRoot = 0x55;
    public const byte MaskValue = 0x56;
    public const byte BlindCombination = 0x57;
}
