using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class Chacha8RandTests
{
    /// <summary>Values of the published sample output (c2sp.org/chacha8rand): the beginning, the change of key, the end.</summary>
    [Theory]
    [InlineData(0, 0xb773b6063d4616a5, 0x1160af22a66abc3c, 0x8c2599d9418d287c, 0x7ee07e037edc5cd6)]
    [InlineData(124, 0x5f41df72e05e0487, 0x25bd7e1e1ae26b1d, 0xbe9f4004d662a41d, 0x65bf58d483188546)]
    [InlineData(368, 0xedb523bd15c619fa, 0x02d97fd53ecc23c0, 0xacaf05a34462374c, 0xddd9c6d34bffa11f)]
    public void NextUInt64_SampleSeed_GivesThePublishedStream(int skipped, ulong first, ulong second, ulong third, ulong fourth)
    {
        Chacha8Rand random = new("ABCDEFGHIJKLMNOPQRSTUVWXYZ123456"u8);
        for (int i = 0; i < skipped; i++)
            random.NextUInt64();

        ulong[] values = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];

        Assert.Equal([first, second, third, fourth], values);
    }
}
