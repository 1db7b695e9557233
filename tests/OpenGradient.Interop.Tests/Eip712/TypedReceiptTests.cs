using CsCheck;
using OpenGradient.Interop.Tests.Cbor;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Eip712;

public sealed class TypedReceiptTests
{
    private static readonly byte[] Honest = TypedReceipt.Sign(TwinSample.Chat, TestKeys.Issuer);

    [Fact]
    public void Sign_KeyThatTheReceiptDoesNotName_Throws() => Assert.Throws<ArgumentException>(static () => TypedReceipt.Sign(TwinSample.Chat, TestKeys.Forger));

    [Fact]
    public void Verify_AccountThatSigned_IsNamed()
    {
        Account account = new(TestKeys.DigestOf("account"));
        byte[] twin = new TypedDraft().With(draft => draft.AddAccount(account.Address, account.Sign(draft.Digest))).ToBytes();

        TwinReport report = TwinVerifier.Verify(twin, TwinSample.BundleOf(TwinSample.Chat));

        Assert.Equal((TwinCode.Ok, true), (report.Code, report.IsComparedWithBundle));
        Assert.Equal([account.Address], report.Accounts);
    }

    [Fact]
    public void TryAddAccount_SignatureOfAWallet_StandsBesideTheIssuers()
    {
        Account account = new(TestKeys.DigestOf("account"));
        byte[] signature = account.Sign(new TypedDraft().Digest);

        Assert.True(TypedReceipt.TryAddAccount(Honest, signature, out byte[] signed, out string address));

        Assert.Equal(account.Address, address);
        Assert.Equal([account.Address], TwinVerifier.Verify(signed).Accounts);
        Assert.False(TypedReceipt.TryAddAccount(Honest, signature.AsSpan(0, 64), out _, out _));
        Assert.False(TypedReceipt.TryAddAccount("{}"u8, signature, out _, out _));
    }

    [Fact]
    public void Verify_DamagedFile_NeverSaysSomethingElse() => Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
        static (place, value, how) =>
        {
            TwinReport report = TwinVerifier.Verify(MadeUpItems.Damage(Honest, place, value, how));

            Assert.True(report.Code != TwinCode.Ok || report.Receipt == TwinSample.Chat.Id);
        },
        iter: 1500);
}
