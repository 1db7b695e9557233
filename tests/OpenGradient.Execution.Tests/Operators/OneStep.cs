using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>Runs one operator on tensors.</summary>
internal static class OneStep
{
    public static Tensor Run(string name, params Tensor[] inputs) => Run(name, ImmutableSortedDictionary<string, string>.Empty, inputs);

    public static Tensor Run(string name, ImmutableSortedDictionary<string, string> attributes, params Tensor[] inputs)
    {
        var program = new Program(
            [.. inputs.Select(static (tensor, index) => new ProgramInput($"x{index}", tensor.Type, [.. tensor.Shape.Select(static size => size.ToString(CultureInfo.InvariantCulture))]))],
            [],
            [new Step(name, [.. Enumerable.Range(0, inputs.Length)], 1, attributes, IsTraced: true)],
            [new ProgramOutput("y", inputs.Length)]);
        return Executable.Load(program, new NoConstants()).Run(inputs, TestContext.Current.CancellationToken).Outputs[0];
    }

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new ArgumentOutOfRangeException(nameof(index));
    }
}
