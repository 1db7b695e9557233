using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log.Tests.Keys;

public sealed class LogSigningKeyTests
{
    // The published test key of transparency-dev/tessera.
    private const string Private = "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg";
    private const string Public = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    [Fact]
    public void Import_KeyOfAnotherImplementation_HasItsPublicHalf()
    {
        using LogSigningKey key = LogSigningKey.Import(Private + "\n");

        Assert.Equal(Public, key.VerifierKey.ToString());
        Assert.Equal(Private, key.DangerousExport());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Public)]
    [InlineData("PRIVATE+KEY+example.com/log/other+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg")]
    [InlineData("PRIVATE+KEY+example.com/log/testdata+33d7b497+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg")]
    [InlineData("PRIVATE+KEY+example.com/log/testdata+33d7b496+AuymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg")]
    [InlineData("PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DS")]
    [InlineData("PRIVATE+KEY+with space+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg")]
    public void Import_AnythingElse_SaysWhatIsWrong(string text)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => LogSigningKey.Import(text));

        Assert.Equal("log key", error.Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    public void Generate_NameThatCannotBeSigned_Refuses(string name) => Assert.Throws<ArgumentException>(() => LogSigningKey.Generate(name));
}
