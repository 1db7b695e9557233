using System.Text.Json;
using OpenGradient.Tests;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>What the published statements of spec/proof-1 are about: every rule there is, so that a second verifier that accepts them all has all rules.</summary>
public sealed class PublishedStatementTests
{
    private static readonly List<(Circuit Circuit, ProofSubject Subject)> Statements = [.. Read()];

    /// <summary>But the step that only a hidden input has (section 14).</summary>
    [Fact]
    public void Statements_Together_HaveEveryKindOfStep()
    {
        Type[] kinds = [.. typeof(CircuitStep).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(CircuitStep)) && type != typeof(InputStep))];

        Assert.Empty(kinds.Except(Statements.SelectMany(static statement => statement.Circuit.Steps).Select(static step => step.GetType())));
    }

    [Fact]
    public void Statements_Together_HaveEveryFormOfAStep()
    {
        CircuitStep[] steps = [.. Statements.SelectMany(static statement => statement.Circuit.Steps)];

        Assert.Equal([false, true], steps.OfType<QuotientStep>().Select(static quotient => quotient.IsSplit).Distinct().Order());
        Assert.Equal([false, true], steps.OfType<ScaleStep>().Select(static scale => scale.Table > 0).Distinct().Order());
        Assert.Equal(Enum.GetValues<ChoiceKind>(), steps.OfType<ChoiceStep>().Select(static choice => choice.Kind).Distinct().Order());
    }

    [Fact]
    public void Statements_Together_HaveEveryOperator() =>
        Assert.Empty(CircuitBuilder.Operators.Except(Statements.SelectMany(static statement => statement.Subject.Program.Steps).Select(static step => step.Operator), StringComparer.Ordinal));

    private static IEnumerable<(Circuit Circuit, ProofSubject Subject)> Read()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "spec", "proof-1", "vectors", "statements")))
        {
            using var package = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement evidence = package.RootElement.GetProperty("evidence");
            Assert.True(ProofFile.TryRead(evidence.GetProperty("proof").GetBytesFromBase64(), out ProofFile? file, out _, out _));
            Assert.True(ProofSubject.TryRead(evidence.GetProperty("program").GetBytesFromBase64(), [.. evidence.GetProperty("constants").EnumerateArray().Select(static bytes => (ReadOnlyMemory<byte>)bytes.GetBytesFromBase64())], out ProofSubject? subject, out _));
            yield return (ProofCircuit.Build(subject, file.InputShapes, file.Key.RowSums, file.Visibility), subject);
        }
    }
}
