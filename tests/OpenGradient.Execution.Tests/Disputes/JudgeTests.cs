using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Every operator has a judge that convicts whoever changed one element and acquits whoever did not.</summary>
public sealed class JudgeTests
{
    [Fact]
    public void Operators_AllOfThem_HaveAJudgeAndASample()
    {
        string[] names = [.. OperatorRegistry.Names.Where(static name => name is not ("If" or "Loop"))];

        Assert.All(names, static name => Assert.NotNull(JudgeRegistry.Find(name)));
        string[] missing = [.. names.Except(OperatorSamples.Names)];

        Assert.Empty(missing);
    }

    [Fact]
    public void Judge_OfEveryOperator_SaysWhatTheEngineSays()
    {
        foreach ((string name, SampleModel model) in OperatorSamples.All())
            JudgeCheck.AllSteps(model.Build(), model, model.Inputs, name);
    }

    [Fact]
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
}
