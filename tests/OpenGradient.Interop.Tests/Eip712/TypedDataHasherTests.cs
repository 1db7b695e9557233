using System.Text;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Eip712;

/// <summary>The digests of EIP-712, against its own example and against a digest put together by hand.</summary>
public sealed class TypedDataHasherTests
{
    /// <summary>The example of EIP-712, with a struct in a struct, an address and a chain id.</summary>
    private const string Mail = """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
        "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
        "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
        "primaryType":"Mail","domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
        "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},"to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}
        """;

    [Fact]
    public void TryHash_MailOfTheStandard_GivesItsDigest()
    {
        Assert.True(TypedDataHasher.TryHash(Parse(Mail), out Digest structHash, out Digest digest));

        Assert.Equal("c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e", structHash.ToString());
        Assert.Equal("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", digest.ToString());
    }

    /// <summary>The account whose key is keccak256("cow") signed the example.</summary>
    [Fact]
    public void TryRecover_SignatureOfTheStandard_IsCows()
    {
        Assert.True(TypedDataHasher.TryHash(Parse(Mail), out _, out Digest digest));
        byte[] signature = Convert.FromHexString("4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c");

        Assert.True(EthereumAccount.TryRecover(digest, signature, out string address));

        Assert.Equal("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826", address);
        Assert.Equal(address, new Account(Keccak256.HashData("cow"u8)).Address);
    }

    [Fact]
    public void TypedData_Receipt_HasTheDigestOfItsParts()
    {
        ReceiptContent content = TwinSample.Chat.Content;
        const string type = "InferenceReceipt(bytes32 receiptId,bytes32 issuer,bytes32 model,bytes32 program,bytes32 spec,bytes32 sampling,bytes32 input,bytes32 output,bytes32 trace,uint64 issuedAt,bytes clientNonce)";
        const string sampling = """{"maxTokens":"64","seed":"7","stop":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","temperature":"0.7","topK":"40","topP":"0.95"}""";
        byte[] data =
        [
            .. Hash(type), .. TwinSample.Chat.Id.Value.AsSpan(), .. content.Issuer.Key.AsSpan(), .. content.Model.Id.Value.AsSpan(), .. content.Model.Program.Value.AsSpan(), .. content.Execution.Spec.AsSpan(),
            .. Digest.Sha256(Encoding.UTF8.GetBytes(sampling)).AsSpan(), .. content.Input.Root.AsSpan(), .. content.Output.Root.AsSpan(), .. content.Trace.Root.AsSpan(),
            .. new byte[28], 0x6a, 0xb1, 0x3b, 0x80, .. Keccak256.HashData(Convert.FromHexString(content.Nonce.Client)).AsSpan(),
        ];
        byte[] separator = [.. Hash("EIP712Domain(string name,string version)"), .. Hash("OpenGradient InferenceReceipt"), .. Hash("1")];
        Digest expected = Keccak256.HashData([0x19, 0x01, .. Keccak256.HashData(separator).AsSpan(), .. Keccak256.HashData(data).AsSpan()]);

        TwinReport report = TwinVerifier.Verify(TypedReceipt.Sign(TwinSample.Chat, TestKeys.Issuer));

        Assert.Equal(0x6ab13b80, SampleContent.IssuedAt);
        Assert.Equal(expected, report.TypedDataDigest);
    }

    [Theory]
    [InlineData("\"chainId\":1,", "\"chainId\":-1,")]
    [InlineData("\"chainId\":1,", "\"chainId\":1.0,")]
    [InlineData("\"chainId\":1,", "\"chainId\":true,")]
    [InlineData("\"chainId\":1,", "")]
    [InlineData("\"type\":\"uint256\"", "\"type\":\"uint7\"")]
    [InlineData("\"type\":\"uint256\"", "\"type\":\"uint264\"")]
    [InlineData("\"type\":\"uint256\"", "\"type\":\"int256\"")]
    [InlineData("\"type\":\"uint256\"", "\"type\":\"uint256[]\"")]
    [InlineData("\"to\",\"type\":\"Person\"", "\"to\",\"type\":\"Nobody\"")]
    [InlineData("\"contents\":\"Hello, Bob!\"", "\"contents\":{}")]
    [InlineData("\"contents\":\"Hello, Bob!\"", "\"contents\":\"\",\"more\":\"\"")]
    [InlineData("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB", "0xbBbB")]
    [InlineData("\"primaryType\":\"Mail\"", "\"primaryType\":\"Letter\"")]
    [InlineData("{\"name\":\"to\",\"type\":\"Person\"}", "{\"name\":\"from\",\"type\":\"Person\"}")] // a member twice, and one that nothing covers
    [InlineData("Person", "Person(string a)Dog")]
    public void TryHash_ValueOfAnotherForm_IsRefused(string part, string replacement)
    {
        Assert.Contains(part, Mail, StringComparison.Ordinal);

        Assert.False(TypedDataHasher.TryHash(Parse(Mail.Replace(part, replacement, StringComparison.Ordinal)), out _, out _));
    }

    /// <summary>What stands between the names of a type is written by nobody but the hasher: else one digest has two meanings.</summary>
    [Fact]
    public void TryHash_NameThatSpellsAnotherMember_IsRefused()
    {
        string split = Mail.Replace("\"name\":\"contents\"", "\"name\":\"contents,string more\"", StringComparison.Ordinal).Replace("\"contents\":", "\"contents,string more\":", StringComparison.Ordinal);

        Assert.False(TypedDataHasher.TryHash(Parse(split), out _, out _));
    }

    /// <summary>A struct that holds itself has a type, and no value: JSON ends somewhere.</summary>
    [Fact]
    public void TryHash_StructInItself_IsRefusedAndEnds() => Assert.False(TypedDataHasher.TryHash(
        Parse("""{"types":{"EIP712Domain":[{"name":"a","type":"EIP712Domain"}]},"primaryType":"EIP712Domain","domain":{"a":{"a":{}}},"message":{}}"""), out _, out _));

    private static byte[] Hash(string text) => Keccak256.HashData(Encoding.UTF8.GetBytes(text)).ToArray();

    private static JsonValue Parse(string json) => JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) ? value : throw new FormatException("This is no JSON.");
}
