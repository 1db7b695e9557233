using OpenGradient.Models;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Float networks of one operator each, compiled to integers: what the engine computes is proved.</summary>
public sealed class OperatorModelTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_CompiledToIntegers_IsProvedAsTheEngineRunsIt(string name)
    {
        using OpenedModel model = CompiledModelTests.Open(OperatorNetworks.Create(name));
        Random random = new(3);
        CompiledModelTests.Prove(model, [.. model.Program.Inputs.Select(input => CompiledCore.RandomInput(random, input))]);
    }

    public static TheoryData<string> Names() => [.. OperatorNetworks.Names];
}
