using System.Collections.Immutable;
using System.Text;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A party that does not play fair, against one that is honest: it loses, and the referee never throws.</summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    /// <summary>Changes anything that a party may say: bytes, members, numbers, digests, or it says what it said before.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Dispute_WithRandomLiesInBetween_NeverConvictsTheHonest()
    {
        var codes = new SortedDictionary<VerdictCode, int>();
        var random = new Random(11);
        for (int trial = 0; trial < FixedSample.Share(1500); trial++)
        {
            var model = new ControlModel(trial % 40);
            var liar = (Party)random.Next(2);
            int lieRound = random.Next(14);
            Verdict verdict = Play(Of(model), liar, random, (round, said, earlier) => round < lieRound ? said : Mutation.Of(said, earlier, random));

            bool isRight = verdict.Code == VerdictCode.Agreement || (verdict.Convicted is [Party convicted] && convicted == liar);
            Assert.True(isRight, $"trial {trial}, {liar} lies from round {lieRound} on: {verdict}");
            codes[verdict.Code] = codes.GetValueOrDefault(verdict.Code) + 1;
        }

        output.WriteLine(string.Join("\n", codes));
        Assert.InRange(codes.Count, 4, 20);
    }

    public static TheoryData<string> Expanded() => ["Lstm", .. ExpandedModels.Names().Select(static row => row.Data)];

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Expanded))]
    public void Dispute_AboutAnExpansionWithRandomLies_NeverConvictsTheHonest(string name)
    {
        SampleModel model = name == "Lstm" ? new SampleModel(3) : ExpandedModels.Create(name);
        if (name == "Lstm")
            model.Step("Lstm", [model.Floats(4, 2, 3), model.Weights(1, 8, 3), model.Weights(1, 8, 2), model.Weights(1, 16)], 3);
        var random = new Random(14);
        int expansions = 0;
        for (int trial = 0; trial < 150; trial++)
        {
            var liar = (Party)random.Next(2);
            int lieRound = random.Next(20);
            Verdict verdict = Play((model.Build(), model, model.Inputs), liar, random, (round, said, earlier) =>
            {
                expansions += Encoding.UTF8.GetString(said).Contains("\"kind\":\"expansion\"", StringComparison.Ordinal) ? 1 : 0;
                return round < lieRound ? said : Mutation.Of(said, earlier, random);
            });

            // Who says what the other says has no dispute.
            bool isRight = verdict.Code == VerdictCode.Agreement || (verdict.Convicted is [Party convicted] && convicted == liar);
            Assert.True(isRight, $"trial {trial}, {liar} lies from round {lieRound} on: {verdict}");
        }

        Assert.InRange(expansions, 20, 150);
    }

    [Fact]
    public void Dispute_WithBytesOfNoSense_ConvictsTheirSender()
    {
        var random = new Random(12);
        string[] nonsense =
        [
            "", "{}", "null", "[[[[[[", new string('[', 5000), "\"\"", "{\"body\":{},\"dispute\":\"\",\"kind\":\"claim\",\"party\":\"a\",\"round\":\"0\"}", new string('9', 1 << 21),
        ];
        for (int trial = 0; trial < FixedSample.Share(200); trial++)
        {
            var model = new ControlModel(trial % 20);
            var liar = (Party)random.Next(2);
            int lieRound = random.Next(6);
            Verdict verdict = Play(Of(model), liar, random, (round, said, _) => round < lieRound ? said : Encoding.UTF8.GetBytes(nonsense[random.Next(nonsense.Length)]));

            Assert.Equal(VerdictCode.Malformed, verdict.Code);
            Assert.Equal<Party>([liar], verdict.Convicted);
        }
    }

    [Fact]
    public void Dispute_WithAFalseNumberOfLeaves_ConvictsWhoClaimedIt()
    {
        for (int seed = 0; seed < FixedSample.Share(20); seed++)
        {
            var model = new ControlModel(seed);
            foreach (int difference in (int[])[-3, -1, 1, 2, 1000])
            {
                Verdict verdict = Play(Of(model), Party.B, new Random(seed), (round, said, _) => round > 0 ? said : Mutation.AddToNumber(said, "leaves", difference));

                Assert.Equal<Party>([Party.B], verdict.Convicted);
            }
        }
    }

    [Fact]
    public void Referee_BetweenTwoPartiesThatLie_NeverThrowsAndConvictsSomebody()
    {
        var random = new Random(13);
        for (int trial = 0; trial < FixedSample.Share(400); trial++)
        {
            var model = new ControlModel(trial % 40);
            Pair<Player> players = new(Cheat(Of(model), random), Cheat(Of(model), random));
            Verdict? verdict = null;
            var referee = new Referee(DisputeTerms.Of(model.Program, model.Inputs));
            var said = new List<byte[]>();
            while ((verdict = referee.Verdict) is null)
            {
                (DisputeRequest request, int round) = (referee.Request, referee.Round);
                foreach (Party party in Parties.Both)
                {
                    byte[] message = DisputeGame.Say(DisputeTerms.Of(model.Program, model.Inputs), players[party], party, request, round);
                    referee.Receive(party, random.Next(8) == 0 ? Mutation.Of(message, said, random) : message);
                    said.Add(message);
                }
            }

            Assert.True(verdict.Code == VerdictCode.Agreement || verdict.Convicted.Length > 0, $"trial {trial}: {verdict}");
        }
    }

    private static (Program Program, IConstantSource Constants, ImmutableArray<Tensor> Inputs) Of(ControlModel model) => (model.Program, model, model.Inputs);

    /// <summary>An honest party against one that cheats in its run, and tampers with what it says.</summary>
    private static Verdict Play(
        (Program Program, IConstantSource Constants, ImmutableArray<Tensor> Inputs) inference, Party liar, Random random, Func<int, byte[], IReadOnlyList<byte[]>, byte[]> tamper)
    {
        var honest = new Player(inference.Program, inference.Inputs, inference.Constants);
        Player cheat = Cheat(inference, random);
        Pair<Player> players = liar == Party.A ? new(cheat, honest) : new(honest, cheat);
        return DisputeGame.Play(DisputeTerms.Of(inference.Program, inference.Inputs), players, liar, tamper);
    }

    /// <summary>A runner that changes an element somewhere.</summary>
    private static Player Cheat((Program Program, IConstantSource Constants, ImmutableArray<Tensor> Inputs) inference, Random random)
    {
        LeafName[] leaves = [.. new Player(inference.Program, inference.Inputs, inference.Constants).Trace.Where(static leaf => leaf.Output == 0)];
        LeafName leaf = leaves[random.Next(leaves.Length)];
        int place = random.Next(1000);
        return new Player(inference.Program, inference.Inputs, inference.Constants, inference.Constants, new AlteredOutputs(leaf, (_, outputs) =>
        {
            byte[] bytes = [.. outputs[0].Bytes];
            if (bytes.Length > 0)
                bytes[place % bytes.Length & ~3] ^= 1;
            return outputs.SetItem(0, new Tensor(outputs[0].Type, outputs[0].Shape, bytes));
        }));
    }
}
