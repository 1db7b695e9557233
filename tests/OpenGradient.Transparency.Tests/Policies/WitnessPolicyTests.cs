using System.Text;
using OpenGradient.Transparency.Tests.Notes;

namespace OpenGradient.Transparency.Tests.Policies;

/// <summary>c2sp.org/tlog-policy: what is read, what is refused, and which witnesses are a quorum.</summary>
public sealed class WitnessPolicyTests
{
    private static readonly string Log = $"log {NoteKit.PublicKey(1, "example.com/log")} https://log.example/";

    /// <summary>The example of the specification, with keys.</summary>
    private static readonly string Example = $"""
        # two organisations
        {Log}

        {Witness("X1", 11)}
        {Witness("X2", 12)}
        {Witness("X3", 13)}
        group X-witnesses 2 X1 X2 X3

        {Witness("Y1", 21)} https://y1.example/witness
        {Witness("Y2", 22)}
        {Witness("Y3", 23)}
        group Y-witnesses any Y1 Y2 Y3

        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """;

    [Theory]
    [InlineData("X1 X2 Y1", true)]
    [InlineData("X1 X2 X3 Y1 Y2 Y3", true)]
    [InlineData("X1 X3 Y3", true)]
    [InlineData("X1 X2 X3", false)]
    [InlineData("X1 Y1 Y2 Y3", false)]
    [InlineData("", false)]
    public void IsQuorum_ExampleOfTheSpecification_NeedsTwoOfXAndOneOfY(string cosigned, bool expected)
    {
        WitnessPolicy policy = Read(Example);

        Assert.Equal(expected, policy.IsQuorum([.. policy.Witnesses.Where(witness => cosigned.Split(' ').Contains(witness.Name))]));
    }

    [Fact]
    public void TryParse_Example_ReadsLogsWitnessesAndUrls()
    {
        WitnessPolicy policy = Read(Example);

        Assert.Equal(["https://log.example/"], policy.Logs.Select(static log => log.Url));
        Assert.Equal(["X1", "X2", "X3", "Y1", "Y2", "Y3"], policy.Witnesses.Select(static witness => witness.Name));
        Assert.Equal("https://y1.example/witness", policy.Witnesses[3].Url);
        Assert.False(policy.NeedsNoWitness);
    }

    [Fact]
    public void TryParse_QuorumNone_NeedsNoWitness()
    {
        Assert.True(Read("quorum none").NeedsNoWitness);
        Assert.True(Read("\t quorum \t none \n").IsQuorum([]));
    }

    [Fact]
    public void TryParse_NameThatIsNotUtf8_IsAnOctetString()
    {
        byte[] text = [.. "witness "u8, 0xff, 0xfe, .. Encoding.UTF8.GetBytes($" {KeyText(1)}\nquorum "), 0xff, 0xfe];

        Assert.True(WitnessPolicy.TryParse(text, out WitnessPolicy? policy, out _));
        Assert.Equal("\ufffd\ufffd", policy.Witnesses[0].Name);
        text[^1] = 0xff;
        Assert.False(WitnessPolicy.TryParse(text, out _, out string fault));
        Assert.Equal("line 2: \ufffd\ufffd is not defined above", fault);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "", "it has no quorum line" },
        { "quorum X", "line 1: X is not defined above" },
        { "quorum none\nquorum none", "line 2: a second quorum line" },
        { "quorum none none", "line 1: a quorum line is: quorum name|none" },
        { "quorums none", "line 1: it begins with none of log, witness, group and quorum" },
        { "quorum none\r\n", "line 1: a control character" },
        { "quorum none \x7f", "line 1: a control character" },
        { "log nonsense\nquorum none", "line 1: not the Ed25519 verifier key of a log" },
        { $"{Log}\n{Log}\nquorum none", "line 2: the key of a log that is listed already" },
        { $"log {KeyText(1)}\nquorum none", "line 1: not the Ed25519 verifier key of a log" },
        { $"log\nquorum none", "line 1: a log line is: log vkey [url]" },
        { $"witness A {NoteKit.PublicKey(1, "w")}\nquorum A", "line 1: not the verifier key of a witness, of type 0x04 or 0x06" },
        { $"{Witness("A", 1)} url more\nquorum A", "line 1: a witness line is: witness name vkey [url]" },
        { $"{Witness("A", 1)}\n{Witness("A", 2)}\nquorum A", "line 2: the name A is taken" },
        { $"{Witness("A", 1)}\n{Witness("B", 1)}\nquorum A", "line 2: the key of a witness that is listed already" },
        { $"{Witness("none", 1)}\nquorum none", "line 1: the name none is taken" },
        { $"{Witness("A", 1)}\ngroup none any A\nquorum none", "line 2: the name none is taken" },
        { $"{Witness("A", 1)}\ngroup G any none\nquorum G", "line 2: none is not defined above" },
        { $"{Witness("A", 1)}\ngroup G any\nquorum G", "line 2: a group line is: group name all|any|k member…" },
        { $"{Witness("A", 1)}\ngroup G 0 A\nquorum G", "line 2: the threshold is all, any, or a number from 1 to 1" },
        { $"{Witness("A", 1)}\ngroup G 2 A\nquorum G", "line 2: the threshold is all, any, or a number from 1 to 1" },
        { $"{Witness("A", 1)}\ngroup G 01 A\nquorum G", "line 2: the threshold is all, any, or a number from 1 to 1" },
        { $"{Witness("A", 1)}\ngroup G 99999999999999999999 A\nquorum G", "line 2: the threshold is all, any, or a number from 1 to 1" },
        { $"{Witness("A", 1)}\ngroup G any A A\nquorum G", "line 2: A is a member already" },
        { $"{Witness("A", 1)}\ngroup G any A\ngroup H any A\nquorum G", "line 3: A is a member already" },
        { $"{Witness("A", 1)}\ngroup G any G\nquorum G", "line 2: G is not defined above" },
        { $"quorum A\n{Witness("A", 1)}", "line 1: A is not defined above" },
        { new string('#', WitnessPolicy.MaxBytes + 1), "it has more than 1048576 bytes" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryParse_Refused_NamesLineAndFault(string text, string expected)
    {
        Assert.False(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text), out _, out string fault));
        Assert.Equal(expected, fault);
    }

    private static WitnessPolicy Read(string text)
    {
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text), out WitnessPolicy? policy, out string fault), fault);
        return policy;
    }

    private static string Witness(string name, byte seed) => $"witness {name} {KeyText(seed)}";

    private static string KeyText(byte seed) =>
        CosignerKey.Create($"witness.example/{seed}", CosignatureAlgorithm.Ed25519, NoteKit.PublicKey(seed, "w").PublicKey).ToString();
}
