using OpenGradient.Zk.Prover.Tests.Steps;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>Float networks of one operator each, compiled to integers: what the engine computes is proved.</summary>
public sealed class OperatorModelTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_CompiledToIntegers_IsProvedAsTheEngineRunsIt(string name) =>
        CompiledModelTests.Prove(CompiledCore.Create(OperatorNetworks.Create(name), StepCore.Parameters));

    public static TheoryData<string> Names() => [.. OperatorNetworks.Names];
}
