namespace OpenGradient.Verifier.Tests;

public sealed class ArgumentsTests
{
    [Fact]
    public void TryRead_EveryOption_IsWhatWasSaid()
    {
        Assert.True(Arguments.TryRead(["--policy", "policy.json", "--for", "transfer", "bundle.json", "--amount", "250", "--now", "1790000060", "--json"], out Arguments? arguments));

        Assert.Equal(
            new Arguments { Bundle = "bundle.json", PolicyFile = "policy.json", Purpose = "transfer", Amount = "250", NowUnixSeconds = 1790000060, IsJson = true },
            arguments);
    }

    [Fact]
    public void TryRead_OneFile_AsksForNothingElse()
    {
        Assert.True(Arguments.TryRead(["-"], out Arguments? arguments));

        Assert.Equal(new Arguments { Bundle = "-" }, arguments);
    }

    [Theory]
    [InlineData]
    [InlineData("a.json", "b.json")]
    [InlineData("a.json", "--reexecute")]
    [InlineData("a.json", "--policy")]
    [InlineData("a.json", "--json", "--json")]
    [InlineData("a.json", "--now", "-1")]
    [InlineData("a.json", "--now", "soon")]
    [InlineData("--help")]
    public void TryRead_WhatIsNoCommand_IsRefused(params string[] args) => Assert.False(Arguments.TryRead(args, out _));
}
