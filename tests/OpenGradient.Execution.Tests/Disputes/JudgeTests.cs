using System.Text.RegularExpressions;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Every operator has a judge that convicts whoever changed one element and acquits whoever did not.</summary>
public sealed partial class JudgeTests
{
    [Fact]
    public void Operators_AllOfThem_HaveAJudgeAndASample()
    {
        string[] names = [.. OperatorRegistry.Names.Where(static name => name is not ("If" or "Loop"))];

        Assert.All(names, static name => Assert.NotNull(JudgeRegistry.Find(name)));
        string[] missing = [.. names.Except(OperatorSamples.Names)];

        Assert.Empty(missing);
    }

    /// <summary>By name: one that several operators have need not be in a sample of each.</summary>
    [Fact]
    public void Attributes_AllThatOperatorsRead_AreInASample()
    {
        string[] sources = Directory.GetFiles(Repository.PathOf("src/OpenGradient.Execution/Operators"), "*.cs", SearchOption.AllDirectories);
        string[] read = [.. sources.SelectMany(static file => Reading().Matches(File.ReadAllText(file))).Select(static match => match.Groups["name"].Value).Distinct()];
        var samples = OperatorSamples.All().SelectMany(static sample => sample.Model.Build().Steps).SelectMany(static step => step.Attributes.Keys).ToHashSet();

        Assert.True(read.Length > 80, $"Only {read.Length} attributes were found: this test no longer reads the code.");
        Assert.All(read, name => Assert.Contains(name, samples));
    }

    [Fact]
    public void Judge_OfEveryOperator_SaysWhatTheEngineSays()
    {
        foreach ((string name, SampleModel model) in OperatorSamples.All())
            JudgeCheck.AllSteps(model.Build(), model, model.Inputs, name);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Dispute_AboutOneElementOfEveryOperator_ConvictsTheCheatWhoeverItIs()
    {
        foreach ((string name, SampleModel model) in OperatorSamples.All())
        {
            Program program = model.Build();
            if (RecordedRun.Of(program, model, model.Inputs, Conduct.Honest) is var run && run.Value(run.Names[0]).ElementCount == 0)
                continue;
            foreach (Party cheat in (Party[])[Party.A, Party.B])
            {
                DisputeReport report = DisputeSimulation.Run(program, model, model.Inputs, new Cheat(CheatKind.Activation, 0, 0, cheat));

                Assert.True(report.Verdict.Convicted is [Party convicted] && convicted == cheat, $"{name}: {report.Verdict.Code} {report.Verdict.Reason}");
                Assert.Equal(VerdictCode.FalseElement, report.Verdict.Code);
                Assert.Equal(0, report.Step);
            }
        }
    }

    [GeneratedRegex("[aA]ttributes\\.(Integers?|Float|Flag|Name|Type)\\(\"(?<name>\\w+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Reading();
}
