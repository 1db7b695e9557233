using OpenGradient.Zk;

namespace OpenGradient.Gateway.Tests.Proofs;

public sealed class ProofWishTests
{
    /// <summary>What a queue puts on the disk is what the next start finds.</summary>
    [Fact]
    public void Read_WhatWasWritten_IsTheSameWish()
    {
        foreach (ProofProfile profile in ProofProfiles.All)
        {
            for (ProofVisibility visibility = ProofVisibility.Public; visibility <= ProofVisibility.Private; visibility++)
            {
                ProofWish wish = new() { Visibility = visibility, Profile = profile };

                Assert.Equal(wish, ProofWish.Read(wish.ToString()));
            }
        }
    }

    [Fact]
    public void ToString_Default_IsEmpty() => Assert.Equal("", ProofWish.Default.ToString());
}
