using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>What an output looks like, for the metadata that the Open Inference Protocol asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; −1 where they follow the input.</param>
internal sealed record OutputShape(string Name, ElementType Type, ImmutableArray<long> Shape)
{
    private const long MaximumProbeElements = 1 << 24;

    /// <summary>Finds the shapes by running the model on zeros, once with every free dimension 1 and once with 2.</summary>
    /// <remarks>A Program does not write its outputs' shapes down. A model that refuses the probe gets rank-free shapes, <c>[-1]</c>.</remarks>
    public static ImmutableArray<OutputShape> Probe(Executable executable, CancellationToken cancellationToken)
    {
        try
        {
            ImmutableArray<Tensor> ones = executable.Run(Zeros(executable.Program, 1), cancellationToken).Outputs;
            ImmutableArray<Tensor> twos = executable.Run(Zeros(executable.Program, 2), cancellationToken).Outputs;
            return [.. executable.Program.Outputs.Select((output, index) => Compare(output.Name, ones[index], twos[index]))];
        }
        catch (InvalidInputException)
        {
            return [.. executable.Program.Outputs.Select(static output => new OutputShape(output.Name, ElementType.Float32, [-1]))];
        }
    }

    private static OutputShape Compare(string name, Tensor one, Tensor two)
    {
        bool isSameRank = one.Shape.Length == two.Shape.Length;
        return new(name, one.Type, isSameRank ? [.. one.Shape.Select((size, axis) => size == two.Shape[axis] ? size : -1)] : [-1]);
    }

    private static Tensor[] Zeros(Program program, long freeSize) => [.. program.Inputs.Select(input => Zero(input, freeSize))];

    private static Tensor Zero(ProgramInput input, long freeSize)
    {
        ImmutableArray<long> shape = [.. input.Shape.Select(dimension =>
            long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : freeSize)];
        long elementCount = Tensor.CountElements(shape);
        if (elementCount > MaximumProbeElements)
            throw new InvalidInputException(InvalidInputKind.TooLarge, input.Name, "The input is too large to probe.");
        return new Tensor(input.Type, shape, new byte[elementCount * input.Type.SizeBytes()]);
    }
}
