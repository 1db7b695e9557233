using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>The referee on recorded disputes: spec/dispute-1/vectors. No model, no player.</summary>
public sealed class TranscriptTests
{
    private static readonly JsonElement Vector = Read("transcript.json");
    private static readonly JsonElement Loop = Read("loop-transcript.json");
    private static readonly ImmutableArray<(Party Party, byte[] Bytes)> Messages = MessagesOf(Vector);

    [Theory]
    [InlineData("transcript.json")]
    [InlineData("loop-transcript.json")]
    public void Referee_OnATranscript_ReachesItsVerdict(string file)
    {
        JsonElement vector = Read(file);

        Referee referee = Play(vector, int.MaxValue);

        JsonElement verdict = vector.GetProperty("verdict");
        Assert.Equal(verdict.GetProperty("code").GetString(), referee.Verdict!.Code.ToString());
        Assert.Equal<Party>([Party.A], referee.Verdict.Convicted);
        Assert.Equal(verdict.GetProperty("reason").GetString(), referee.Verdict.Reason);
    }

    [Fact]
    public void Referee_MessageWithAnyByteChanged_ConvictsNobodyButItsSenderOrTheCheat()
    {
        var random = new Random(5);
        for (int index = 0; index < Messages.Length; index++)
        {
            for (int trial = 0; trial < 40; trial++)
            {
                byte[] changed = [.. Messages[index].Bytes];
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                Referee referee = Play(index);

                referee.Receive(Messages[index].Party, changed);

                // A changed state, root of a constant, or number of leaves is a lie that only the next rounds would find; anything else is found at once.
                if (referee.Verdict is { } verdict)
                    Assert.Equal<Party>([Messages[index].Party], verdict.Convicted);
                else
                    Assert.Matches("\"kind\":\"(claim|states|sources)\"", Encoding.UTF8.GetString(changed));
            }
        }
    }

    [Fact]
    public void Referee_TruncatedOrLongerMessage_ConvictsItsSender()
    {
        for (int index = 0; index < Messages.Length; index++)
        {
            foreach (byte[] wrong in (byte[][])[[], Messages[index].Bytes[..^1], [.. Messages[index].Bytes, (byte)' '], Messages[(index + 2) % Messages.Length].Bytes])
            {
                Referee referee = Play(index);

                referee.Receive(Messages[index].Party, wrong);

                Assert.Equal(VerdictCode.Malformed, referee.Verdict!.Code);
                Assert.Equal<Party>([Messages[index].Party], referee.Verdict.Convicted);
            }
        }
    }

    [Fact]
    public void Referee_SilentParties_LoseWhenTheTimeIsOver()
    {
        Referee both = Play(0);
        Referee one = Play(1);

        both.Expire();
        one.Expire();

        Assert.Equal<Party>([Party.A, Party.B], both.Verdict!.Convicted);
        Assert.Equal<Party>([Party.B], one.Verdict!.Convicted);
        Assert.Equal(VerdictCode.Silence, one.Verdict.Code);
    }

    [Fact]
    public void Referee_SecondMessageInARound_ChangesNothing()
    {
        Referee referee = Play(1);

        referee.Receive(Party.A, "nonsense"u8);

        Assert.Null(referee.Verdict);
    }

    [Fact]
    public void Referee_OnMessagesOfAnotherDispute_ConvictsTheirSender()
    {
        ImmutableArray<(Party Party, byte[] Bytes)> others = MessagesOf(Loop);
        for (int index = 0; index < Messages.Length; index++)
        {
            (Party party, byte[] bytes) = Messages[index];
            string kind = Kind(bytes);
            foreach ((_, byte[] other) in others.Where(other => other.Party == party && Kind(other.Bytes) == kind))
            {
                Referee referee = Play(index);

                referee.Receive(party, other);

                Assert.Equal(VerdictCode.Malformed, referee.Verdict!.Code);
                Assert.Equal<Party>([party], referee.Verdict.Convicted);
            }
        }
    }

    private static string Kind(byte[] message) => JsonDocument.Parse(message).RootElement.GetProperty("kind").GetString()!;

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"spec/dispute-1/vectors/{file}"))).RootElement;

    private static ImmutableArray<(Party Party, byte[] Bytes)> MessagesOf(JsonElement vector) =>
    [
        .. vector.GetProperty("messages").EnumerateArray()
            .Select(static message => (message.GetProperty("party").GetString() == "A" ? Party.A : Party.B, Encoding.UTF8.GetBytes(message.GetProperty("message").GetString()!))),
    ];

    private static Referee Play(int count) => Play(Vector, count);

    private static Referee Play(JsonElement vector, int count)
    {
        JsonElement terms = vector.GetProperty("terms");
        var inputs = ImmutableArray.CreateBuilder<ValueClaim>();
        foreach (JsonElement input in terms.GetProperty("inputs").EnumerateArray())
        {
            Assert.True(ValueHeader.TryParse(input.GetProperty("header").GetString()!, out ValueHeader? header));
            inputs.Add(new ValueClaim(header, Digest.Parse(input.GetProperty("tiles").GetString()!)));
        }

        var referee = new Referee(new DisputeTerms(
            ProgramId.Parse(terms.GetProperty("program").GetString()!, null), Digest.Parse(terms.GetProperty("semantics").GetString()!), inputs.ToImmutable()));
        foreach ((Party party, byte[] bytes) in MessagesOf(vector).Take(count))
            referee.Receive(party, bytes);
        return referee;
    }
}
