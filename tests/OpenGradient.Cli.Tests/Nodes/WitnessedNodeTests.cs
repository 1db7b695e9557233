using System.Text;
using System.Text.Json;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary><c>og up --witnesses</c> with <c>og witness run</c>, and <c>og verify --witnesses</c> of what the node gives out.</summary>
[Trait("Category", "Slow")]
public sealed class WitnessedNodeTests(WitnessedNodeFixture node) : IClassFixture<WitnessedNodeFixture>
{
    [Fact]
    public void Verify_WitnessesStopAndComeBack_AcceptsWhatAQuorumCosignedAndNothingElse()
    {
        string report = node.VerifyUntilAccepted(node.RunModel());
        Assert.Matches("[23] of 3 known witnesses cosigned: ", report);

        node.StopWitness(0);
        Assert.Contains("2 of 3 known witnesses cosigned: w1.example, w2.example.", node.VerifyUntilAccepted(node.RunModel()), StringComparison.Ordinal);

        node.StopWitness(1);
        string unseen = node.RunModel();
        string refusal = node.Verify(unseen).Expect(3);
        Assert.Contains("quorum-not-met", refusal, StringComparison.Ordinal);
        Assert.Contains("not accepted: could not be checked: witnesses", refusal, StringComparison.Ordinal);

        // Nothing new is appended: the checkpoint without a quorum is asked for again, from where each witness stopped.
        node.StartWitness(0);
        node.StartWitness(1);
        Assert.Contains("known witnesses cosigned", node.VerifyUntilAccepted(unseen), StringComparison.Ordinal);
        node.VerifyUntilAccepted(node.RunModel());
    }

    [Fact]
    public void Up_WithWitnesses_SaysWhoTheyAreAndWhetherThereIsAQuorum()
    {
        Assert.Contains(node.Greeting, static line => line.StartsWith("witnesses: at least 2 of 3 are a quorum; it has", StringComparison.Ordinal));
        Assert.Equal(3, node.Greeting.Count(static line => line.StartsWith("  w", StringComparison.Ordinal) && line.Contains("cosigned", StringComparison.Ordinal)));
    }

    /// <summary>A signature of ML-DSA has thousands of characters.</summary>
    [Fact]
    public void LogShow_LongSignatures_AreCutForPeopleAndWholeForMachines()
    {
        Assert.All(node.ShowLog().Split('\n'), static line => Assert.InRange(line.Length, 0, 200));
        string note = JsonSerializer.Deserialize<JsonElement>(node.ShowLog("--json")).GetProperty("note").GetString()!;
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(note), out SignedNote? parsed));
        Assert.Contains(note.Split('\n'), static line => line.Length > 3000);
        Assert.True(parsed.Signatures.Length >= 2);
    }

    /// <summary>An equivocating log: what it signs now contradicts what its witnesses have signed.</summary>
    [Fact]
    public void Verify_LogThatIsPutBackAndGoesOnOtherwise_HasNoQuorum()
    {
        using WitnessedNodeFixture forked = new();
        forked.VerifyUntilAccepted(forked.RunModel());
        forked.RestartNode(isRestored: false);
        forked.VerifyUntilAccepted(forked.RunModel());
        forked.RestartNode(isRestored: true);

        string refusal = forked.Verify(forked.RunModel()).Expect(3);

        Assert.Contains("0 of 3 known witnesses cosigned. (quorum-not-met)", refusal, StringComparison.Ordinal);
    }
}
