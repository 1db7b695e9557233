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
    public const byte Parameters = 0x07;
    public const byte InputShapes = 0x08;
    public const byte RoundPolynomial = 0x10;
    public const byte RootDenominator = 0x20;
    public const byte LayerValues = 0x21;
    public const byte RowCombination = 0x30;
    public const byte Columns = 0x31;
    public const byte Siblings = 0x32;
    public const byte WordRoot = 0x33;
    public const byte FoldValue = 0x34;
    public const byte Fibres = 0x35;
    public const byte LinearValues = 0x41;
    public const byte ScaleValues = 0x42;
    public const byte LimitValues = 0x43;
    public const byte LimbValues = 0x44;
    public const byte FinalValue = 0x46;
    public const byte MergedValue = 0x47;
    public const byte ConvValues = 0x48;
    public const byte SumValue = 0x49;
    public const byte MatMulValues = 0x50;
    public const byte ProductValues = 0x51;
    public const byte QuotientValues = 0x52;
    public const byte RootValues = 0x53;
    public const byte PlacementValue = 0x60;
    public const byte OrderValues = 0x61;
    public const byte EqualValues = 0x62;
    public const byte ChoiceValues = 0x63;
    public const byte RangeValues = 0x64;
    public const byte PadRoot = 0x70;
    public const byte Inverse = 0x71;
    public const byte TableauRows = 0x72;
    public const byte TableauSum = 0x73;
    public const byte TableauProducts = 0x74;
    public const byte MaskRoot = 0x75;
    public const byte MaskValue = 0x76;
    public const byte BlindCombination = 0x77;
    public const byte InputCommitment = 0x78;
    public const byte InputValue = 0x79;
}
