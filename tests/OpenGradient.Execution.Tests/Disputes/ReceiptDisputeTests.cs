using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes in which both runs are the same, and a receipt binds something else.</summary>
public sealed class ReceiptDisputeTests
{
    [Fact]
    public void Dispute_AboutAReceiptWithAnotherLeaf_ConvictsWhoSaidSo()
    {
        for (int seed = 0; seed < FixedSample.Share(20); seed++)
        {
            var model = new ControlModel(seed);
            foreach (Party party in (Party[])[Party.A, Party.B])
            {
                DisputeReport report = DisputeSimulation.Run(model.Program, model, model.Inputs, new Cheat(CheatKind.Receipt, Party: party));

                Assert.Equal<Party>([party], report.Verdict.Convicted);
            }
        }
    }

    [Fact]
    public void Dispute_AboutAReceiptThatLeavesOutAddsOrRepeatsLeaves_ConvictsWhoSaidSo()
    {
        var random = new Random(3);
        for (int seed = 0; seed < FixedSample.Share(40); seed++)
        {
            var model = new ControlModel(seed);
            var honest = new Player(model.Program, model.Inputs, model) { HasReceipt = true };
            ImmutableArray<(LeafName Name, Digest Hash)> right = honest.ReceiptLeaves;
            int at = random.Next(right.Length);
            foreach (ImmutableArray<(LeafName, Digest)> others in (ImmutableArray<(LeafName, Digest)>[])[right.RemoveAt(at), right.Insert(at, right[at]), right.Add(right[at]), [], right[..^1], right.Reverse().ToImmutableArray()])
            {
                foreach (Party liar in (Party[])[Party.A, Party.B])
                {
                    var lying = new Player(model.Program, model.Inputs, model) { HasReceipt = true, ReceiptLeaves = others };
                    Verdict verdict = Play(model, liar == Party.A ? new(lying, honest) : new(honest, lying));

                    Assert.True(lying.Receipt == honest.Receipt ? verdict.Code == VerdictCode.Agreement : verdict.Convicted is [Party convicted] && convicted == liar, $"seed {seed}, {liar}: {verdict}");
                }
            }
        }
    }

    private static Verdict Play(ControlModel model, Pair<Player> players) => DisputeGame.Play(DisputeTerms.Of(model.Program, model.Inputs, players.A.Receipt), players);
}
